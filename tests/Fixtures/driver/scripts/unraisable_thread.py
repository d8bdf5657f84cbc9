# outcome: ok
# tail: in a thread
import threading

import counted


def fail():
    counted.branch(2)
    raise ValueError("in a thread")


thread = threading.Thread(target=fail)
thread.start()
thread.join()
