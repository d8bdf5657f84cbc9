# outcome: ok
import threading

import counted

threads = [threading.Thread(target=counted.branch, args=(1,)) for _ in range(4)]
for thread in threads:
    thread.start()
    thread.join()
threading.Timer(0.05, counted.work, (4,)).start()
