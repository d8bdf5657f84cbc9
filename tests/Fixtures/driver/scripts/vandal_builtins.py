# outcome: ok
import builtins

import counted

counted.work(3)
vars(builtins).clear()
