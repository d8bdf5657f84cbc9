# outcome: exit
# exit: 1
# tail: giving up
import sys

import counted

counted.branch(0)
sys.exit("giving up")
