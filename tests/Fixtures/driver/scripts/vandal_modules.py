# outcome: ok
import sys

import counted

work = counted.work
sys.modules.clear()
work(3)
