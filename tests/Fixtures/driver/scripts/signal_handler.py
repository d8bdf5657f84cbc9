# outcome: ok
# tail: handled 15
import os
import signal

import counted

signal.signal(15, lambda number, frame: print("handled", counted.branch(number) and number))
os.kill(os.getpid(), 15)
