# outcome: ok
import threading
import time

import counted

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
counted.work(3)
