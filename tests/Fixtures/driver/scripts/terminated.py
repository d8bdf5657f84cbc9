# outcome: signal
# signal: 15
import os

import counted

counted.work(7)
os.kill(os.getpid(), 15)
