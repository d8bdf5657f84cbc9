# outcome: ok
import os

import counted

counted.branch(1)
os.closerange(3, 4096)
counted.work(3)
