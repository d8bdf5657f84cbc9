# outcome: exit
# exit: 8
# llvm: no
import os

import counted

counted.work(4)
os._exit(8)
