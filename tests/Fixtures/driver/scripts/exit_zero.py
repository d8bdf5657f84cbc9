# outcome: ok
# exit: 0
import sys

import counted

counted.branch(0)
sys.exit()
