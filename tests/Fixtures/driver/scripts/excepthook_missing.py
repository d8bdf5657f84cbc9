# outcome: exception
# exception: OSError
# tail: sys.excepthook is missing
import sys

import counted

counted.branch(2)
del sys.excepthook
raise OSError("original")
