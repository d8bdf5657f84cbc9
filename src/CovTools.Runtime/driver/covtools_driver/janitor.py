"""A small process that outlives the driver: when the driver dies without saying goodbye (SIGKILL), it ends what is left."""

import os
import signal
import time

from . import linux, scratch

_PATIENCE = 20.0


class Janitor:
    """The driver's end of the janitor."""

    def __init__(self, marker, directory):
        """`marker`: the NAME=value that every process of this driver has in its environment; `directory`: its scratch directory."""
        read_end, write_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.close(write_end)
                _main(read_end, marker, directory)
                status = 0
            finally:
                os._exit(status)
        os.close(read_end)
        self._pipe = write_end

    def dismiss(self):
        """Everything was cleaned up: the janitor ends and does nothing."""
        try:
            os.write(self._pipe, b"q")
        except OSError:
            # It was killed by somebody; there is nothing left for it to do anyway.
            pass
        os.close(self._pipe)
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            # Waited for already, by the driver's own loop.
            pass


def _main(read_end, marker, directory):
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    if read_end < 10:
        read_end = linux.move_high(read_end)
    os.closerange(3, read_end)
    os.closerange(read_end + 1, 4096)
    os.chdir("/")
    if os.read(read_end, 1):
        return
    deadline = time.monotonic() + _PATIENCE
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:
        quiet = 0 if kill_marked(marker) else quiet + 1
        time.sleep(0.05)
    scratch.remove(directory)


def kill_marked(marker):
    """Kills every process that has `marker` in the environment it was started with. Returns how many there were."""
    needle = b"\0" + os.fsencode(marker) + b"\0"
    found = 0
    for pid in linux.processes():
        if pid == os.getpid():
            continue
        try:
            with open("/proc/%d/environ" % pid, "rb") as file:
                environment = file.read()
            if needle in b"\0" + environment + b"\0":
                os.kill(pid, signal.SIGKILL)
                found += 1
        except OSError:
            # Gone meanwhile, or somebody else's.
            continue
    return found
