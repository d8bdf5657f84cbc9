# outcome: exception
# exception: OSError
# exit: 1
# tail: hooked OSError
# notail: Traceback
import sys

import counted


def hook(kind, error, trace):
    counted.branch(2)
    print("hooked", kind.__name__)


sys.excepthook = hook
raise OSError("seen by the hook only")
