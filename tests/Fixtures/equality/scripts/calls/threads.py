import threading

import fixture_library

for _ in range(3):
    thread = threading.Thread(target=fixture_library.work, args=(10,))
    thread.start()
    thread.join()
