"""Ends everything that a script left running, also what made itself a daemon or a session of its own."""

import os
import signal
import time

from . import linux


def end_all(spared, patience):
    """Kills every child of this process that is not in `spared`; orphans of them become our children, and are killed in turn.
    False when some are left after `patience` seconds."""
    # Nearly always there is no child left: two system calls in all.
    if not spared and not _has_children():
        return True
    deadline = time.monotonic() + patience
    while True:
        left = [pid for pid in linux.children() if pid not in spared]
        for pid in left:
            kill(pid)
        for pid in left:
            _reap(pid)
        if not [pid for pid in linux.children() if pid not in spared]:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)


def _has_children():
    """Waits for the dead children; whether there are living ones."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return True
        except ChildProcessError:
            return False


def _reap(pid):
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        # Waited for already.
        pass


def kill(pid):
    try:
        group = os.getpgid(pid)
        if group != os.getpgrp():
            os.killpg(group, signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
    except OSError:
        # Gone meanwhile, or it became somebody else's (set-user-id): then it counts as left over.
        pass
