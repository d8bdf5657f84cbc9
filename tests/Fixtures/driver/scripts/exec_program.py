# outcome: ok
# llvm: no
# tail: executed
import os

import counted

counted.work(4)
os.execvp("echo", ["echo", "executed"])
