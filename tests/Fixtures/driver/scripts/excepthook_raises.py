# outcome: exception
# exception: OSError
# tail: Error in sys.excepthook:
# notail: During handling
# tail: Original exception was:
import sys

import counted

counted.branch(2)
sys.excepthook = lambda kind, error, trace: 1 // 0
raise OSError("original")
