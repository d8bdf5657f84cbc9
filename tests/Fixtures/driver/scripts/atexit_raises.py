# outcome: ok
# exit: 0
# tail: ZeroDivisionError
import atexit

import counted

counted.branch(1)
atexit.register(lambda: 1 // 0)
