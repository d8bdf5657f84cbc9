# outcome: ok
# llvm: no
# hits: similar
import os
import time

import counted

counted.work(2)
for _ in range(40):
    if os.fork() == 0:
        if _ % 2:
            os.setsid()
        time.sleep(600)
