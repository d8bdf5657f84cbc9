# outcome: ok
# llvm: no
# hits: similar
import os
import time

import counted

counted.work(2)
if os.fork() == 0:
    time.sleep(600)
