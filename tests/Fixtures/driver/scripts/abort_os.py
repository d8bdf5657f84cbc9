# outcome: signal
# signal: 6
import os

import counted

counted.work(7)
os.abort()
