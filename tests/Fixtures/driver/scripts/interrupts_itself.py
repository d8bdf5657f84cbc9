# outcome: exception
# exception: KeyboardInterrupt
# signal: 2
# llvm: no
import os
import signal
import time

import counted

counted.branch(2)
os.kill(os.getpid(), signal.SIGINT)
time.sleep(60)
