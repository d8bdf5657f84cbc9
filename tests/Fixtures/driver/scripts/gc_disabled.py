# outcome: ok
import gc

import counted

gc.disable()
cycle = counted.Handle()
cycle.me = cycle
del cycle
