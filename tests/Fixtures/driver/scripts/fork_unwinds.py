# outcome: ok
# llvm: no
# tail: parent saw 6
import os
import sys

import counted

child = os.fork()
if child == 0:
    counted.work(12)
    sys.exit(6)
print("parent saw", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if hasattr(os, "waitstatus_to_exitcode") else 6)
