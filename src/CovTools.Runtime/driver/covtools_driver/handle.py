"""The driver's view of one worker process."""

import json
import os
import signal

from . import linux
from .protocol import FrameReader

_KEPT_OUTPUT = 1 << 14
_MAIN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__main__.py")


class WorkerHandle:
    """Starts a worker. `python`: interpreter; `environment`: whole environment; `config`: see worker.py. Raises OSError."""

    def __init__(self, number, python, environment, config, deadline):
        self.number = number
        self.ready = False
        self.deadline = deadline
        self.assigned = []
        self.frames = FrameReader()
        self.fatal = None
        self.switched = False
        self._tail = b""
        orders_read, self._orders = os.pipe()
        self.results, results_write = os.pipe()
        self.output, output_write = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _execute(python, environment, parent, orders_read, results_write, output_write)
        for descriptor in (orders_read, results_write, output_write):
            os.close(descriptor)
        for descriptor in (self.results, self.output):
            os.set_blocking(descriptor, False)
        self._send(config)

    def give(self, identifier, path):
        """One script; the worker may still be busy with another."""
        self.assigned.append((identifier, path))
        self._send({"id": identifier, "path": path})

    def read_output(self):
        """What the worker itself printed. False at its end."""
        try:
            data = os.read(self.output, 1 << 16)
        except BlockingIOError:
            return True
        self._tail = (self._tail + data)[-_KEPT_OUTPUT:]
        return bool(data)

    def tail(self):
        """The last of what the worker printed, as text."""
        while True:
            before = self._tail
            if not self.read_output() or self._tail == before:
                return self._tail.decode("utf-8", "replace")

    def kill(self):
        """Ends it at once; its scripts go with it."""
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            # Dead already; the event loop will see it.
            pass

    def close(self):
        """After its death."""
        for descriptor in (self._orders, self.results, self.output):
            os.close(descriptor)

    def _send(self, fields):
        data = json.dumps(fields).encode("ascii") + b"\n"
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._orders, view):]
        except BrokenPipeError:
            # It died; the event loop will see it and give its scripts to another one.
            pass


def _execute(python, environment, parent, orders, results, output):
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        if not linux.die_with(parent):
            os._exit(1)
        os.dup2(output, 1)
        os.dup2(output, 2)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        orders = linux.move_high(orders, inheritable=True)
        results = linux.move_high(results, inheritable=True)
        os.execvpe(python, [python, _MAIN, "--worker", str(orders), str(results), str(parent)], environment)
    except BaseException as error:
        os.write(2, ("%s cannot be executed: %s\n" % (python, error)).encode("utf-8", "replace"))
        os._exit(127)
