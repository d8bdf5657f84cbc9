# outcome: ok
import sys
import threading

import counted

thread = threading.Thread(target=sys.exit, args=(3,))
thread.start()
thread.join()
counted.work(5)
