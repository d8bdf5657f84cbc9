# outcome: exit
# exit: 7
import sys

import counted

counted.branch(0)
sys.exit(7)
