# outcome: exception
# exception: ValueError
import sys

import counted

counted.branch(1)
sys.stdout = sys.stderr = None
raise ValueError("nowhere to print")
