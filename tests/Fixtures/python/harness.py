"""What the test programs share: NAME.py FUNCTION [WORD…] calls the function and says "ok" in the end."""

import os
import sys


def run(functions):
    functions[sys.argv[1]](*sys.argv[2:])
    print("ok")


def same(actual, expected, what=""):
    if actual != expected:
        raise AssertionError("%s: %r is not %r" % (what, actual, expected))


def raises(kind, work, *texts):
    """The text of the exception that has to come, and has to contain these texts."""
    try:
        work()
    except kind as error:
        for text in texts:
            if text not in str(error):
                raise AssertionError("%r does not say %r" % (str(error), text)) from error
        return error
    raise AssertionError("no %s" % kind.__name__)


def child(work):
    """The wait status of a forked child that does this."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException as error:  # it must not go on as a second parent
            os.write(2, repr(error).encode())
            os._exit(99)
        os._exit(0)
    return os.waitpid(pid, 0)[1]
