import sys

import fixture_library

fixture_library.guarded(1)
sys.exit(3)
