# outcome: exception
# exception: ValueError
import builtins
import gc
import os
import signal
import sys

import counted

counted.work(3)


def broken(*arguments, **named):
    raise RuntimeError("broken by the script")


os._exit = os.getpid = os.kill = os.write = os.waitpid = gc.collect = signal.signal = builtins.open = broken
sys.modules["os"] = sys.modules["__main__"] = sys.modules["threading"] = None
raise ValueError("after the damage")
