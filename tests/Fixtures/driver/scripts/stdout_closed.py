# outcome: ok
import sys

import counted

sys.stdout.close()
sys.stderr.close()
counted.branch(1)
