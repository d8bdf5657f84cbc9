# outcome: timeout
import os
import signal

import counted

counted.work(9)
os.kill(os.getpid(), signal.SIGSTOP)
