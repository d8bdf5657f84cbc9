# outcome: ok
# tail: at the end
import atexit

import counted


@atexit.register
def end():
    counted.work(3)
    print("at the end")
