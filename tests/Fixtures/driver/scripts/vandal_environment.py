# outcome: ok
# llvm: no
import os
import subprocess

import counted

counted.work(3)
os.environ.clear()
subprocess.run(["/bin/true"])
