# outcome: ok
# llvm: no
import os

import counted

counted.work(2)
child = os.fork()
if child == 0:
    counted.work(12)
    os._exit(0)
os.waitpid(child, 0)
