# outcome: ok
# llvm: no
# tail: parent saw 0
import os

import counted

child = os.fork()
counted.work(3)
if child:
    print("parent saw", os.waitpid(child, 0)[1])
