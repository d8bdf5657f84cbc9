import atexit

import fixture_library

atexit.register(fixture_library.work, 7)
