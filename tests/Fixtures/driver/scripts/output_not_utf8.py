# outcome: ok
# tail: before
# tail: after
import os

import counted

counted.branch(1)
os.write(1, b"before \xff\xfe after")
