# outcome: ok
# llvm: no
import os

import counted

os.closerange(3, 4096)
child = os.fork()
if child == 0:
    counted.work(12)
    os._exit(0)
os.waitpid(child, 0)
counted.branch(1)
