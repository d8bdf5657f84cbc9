# outcome: signal
# signal: 9
import os

import counted

counted.work(7)
os.kill(os.getpid(), 9)
