# outcome: exit
# exit: 120
# tail: kept
import sys

import counted

counted.work(3)
print("kept")
sys.stdout.flush()
sys.stdout = sys.stderr = object()
