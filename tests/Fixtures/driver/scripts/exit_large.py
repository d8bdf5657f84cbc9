# outcome: exit
# exit: 255
import sys

import counted

counted.branch(0)
sys.exit(1 << 80)
