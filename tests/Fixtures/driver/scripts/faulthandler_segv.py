# outcome: signal
# signal: 11
# tail: Fatal Python error: Segmentation fault
import faulthandler

import counted

faulthandler.enable()
counted.work(4)
counted.segv()
