# outcome: exit
# exit: 4
# llvm: no
import atexit
import os

import counted

counted.branch(1)
atexit.register(os._exit, 4)
