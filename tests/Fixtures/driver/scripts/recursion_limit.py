# outcome: ok
import sys

import counted

counted.branch(1)
sys.setrecursionlimit(40)
