# outcome: ok
# llvm: no
import os
import subprocess
import sys

import counted

counted.branch(2)
code = "import sys; sys.path.insert(0, %r); import counted; counted.work(12); counted.segv()" % os.path.dirname(counted.__file__)
assert subprocess.run([sys.executable, "-c", code]).returncode == -11
