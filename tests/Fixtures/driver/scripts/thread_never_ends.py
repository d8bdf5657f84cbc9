# outcome: timeout
import threading
import time

import counted

counted.work(9)
threading.Thread(target=time.sleep, args=(600,)).start()
