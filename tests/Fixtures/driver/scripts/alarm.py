# outcome: signal
# signal: 14
import signal
import time

import counted

counted.work(3)
signal.alarm(1)
time.sleep(60)
