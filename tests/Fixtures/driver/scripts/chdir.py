# outcome: ok
import os

import counted

os.chdir("/")
counted.work(3)
