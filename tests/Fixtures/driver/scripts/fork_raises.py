# outcome: ok
# llvm: no
# tail: parent saw 256
import os

import counted

child = os.fork()
if child == 0:
    raise ValueError("in the child")
counted.work(3)
print("parent saw", os.waitpid(child, 0)[1])
