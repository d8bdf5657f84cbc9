"""Watches one script from its start to its end, whatever it does, and cleans up after it."""

import os
import select
import signal
import time

from . import leftovers

_PIECE = 1 << 16
_PATIENCE = 10.0
_DRAIN_LIMIT = 1 << 24


class Ending:
    """How the process of a script ended."""

    __slots__ = ("status", "usage", "wall", "timed_out", "output", "tail", "clean", "started")

    @property
    def signal(self):
        """The signal that ended it, or None."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None

    @property
    def exit(self):
        """Its exit code, or None."""
        return os.WEXITSTATUS(self.status) if os.WIFEXITED(self.status) else None


class Supervisor:
    """Supervises one child at a time. `wakeup`: descriptor that becomes readable at SIGCHLD; `control`: the worker's orders."""

    def __init__(self, wakeup, control, timeout, start_timeout, tail, spared):
        self._wakeup = wakeup
        self._control = control
        self._timeout = timeout
        self._start_timeout = start_timeout
        self._tail = tail
        self._spared = spared

    def watch(self, pid, output, start_pipe=None):
        """Until `pid` has ended and everything it left is gone. `output`: read end of its output (closed here). `start_pipe`: becomes
        readable when the script itself begins (a fresh interpreter that imports first); None: at once."""
        ending = Ending()
        sink = _Output(output, self._tail)
        poll = select.poll()
        poll.register(output, select.POLLIN)
        poll.register(self._wakeup, select.POLLIN)
        poll.register(self._control.descriptor, select.POLLIN)
        begin = time.monotonic()
        ending.started = start_pipe is None
        if start_pipe is not None:
            poll.register(start_pipe, select.POLLIN)
        deadline = begin + (self._timeout if ending.started else self._start_timeout)
        ending.timed_out = False
        try:
            while not self._has_ended(pid):
                left = deadline - time.monotonic()
                if left <= 0:
                    ending.timed_out = True
                    _kill(pid)
                    break
                for descriptor, _ in poll.poll(left * 1000 + 1):
                    if descriptor == output:
                        if not sink.read():
                            poll.unregister(output)
                    elif descriptor == self._wakeup:
                        drain(self._wakeup)
                    elif descriptor == start_pipe:
                        poll.unregister(start_pipe)
                        if os.read(start_pipe, 1):
                            ending.started = True
                            begin = time.monotonic()
                            deadline = begin + self._timeout
                    else:
                        self._control.receive()
            _, ending.status, ending.usage = os.wait4(pid, 0)
            ending.wall = time.monotonic() - begin
            # It may have ended by itself in the moment when it was to be killed.
            ending.timed_out = ending.timed_out and ending.signal == signal.SIGKILL
            ending.clean = leftovers.end_all(self._spared, _PATIENCE)
            sink.drain()
        finally:
            os.close(output)
            if start_pipe is not None:
                os.close(start_pipe)
        ending.output = sink.total
        ending.tail = sink.tail()
        return ending

    def _has_ended(self, pid):
        """Whether `pid` is a zombie now; it stays one, so that its number is not used again. Other dead children are waited for."""
        while True:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                return False
            if found.si_pid == pid:
                _kill_group(pid)
                return True
            os.waitpid(found.si_pid, os.WNOHANG)


class _Output:
    """Counts a script's output and keeps its end."""

    def __init__(self, descriptor, limit):
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._limit = limit
        self._pieces = []
        self._kept = 0
        self.total = 0

    def read(self):
        """One piece. False at the end of the output."""
        try:
            piece = os.read(self._descriptor, _PIECE)
        except BlockingIOError:
            return True
        if not piece:
            return False
        self.total += len(piece)
        self._pieces.append(piece)
        self._kept += len(piece)
        if self._kept > self._limit + (_PIECE << 2):
            self._join()
        return True

    def drain(self):
        """What is still in the pipe; bounded, should somebody still write into it."""
        end = self.total + _DRAIN_LIMIT
        while self.total < end:
            before = self.total
            if not self.read() or self.total == before:
                return

    def tail(self):
        """The last bytes, as text."""
        self._join()
        text = self._pieces[0] if self._pieces else b""
        return text.decode("utf-8", "replace")

    def _join(self):
        if len(self._pieces) > 1 or self._kept > self._limit:
            joined = b"".join(self._pieces)
            joined = joined[len(joined) - self._limit:] if len(joined) > self._limit else joined
            self._pieces = [joined]
            self._kept = len(joined)


def drain(descriptor):
    """Empties a non-blocking pipe."""
    try:
        while len(os.read(descriptor, 512)) == 512:
            pass
    except BlockingIOError:
        # Empty.
        pass


def _kill(pid):
    _kill_group(pid)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        # It ended by itself just now.
        pass


def _kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        # No such group yet (it has not come to setsid) or any more.
        pass
