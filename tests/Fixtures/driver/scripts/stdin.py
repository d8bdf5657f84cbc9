# outcome: ok
# tail: read ''
import sys

import counted

counted.branch(1)
print("read", repr(sys.stdin.read()))
