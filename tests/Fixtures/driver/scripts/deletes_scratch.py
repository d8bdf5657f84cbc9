# outcome: ok
# llvm: no
import os
import shutil

import counted

counted.work(3)
here = os.getcwd()
assert os.listdir(here) == []
shutil.rmtree(os.path.dirname(here))
