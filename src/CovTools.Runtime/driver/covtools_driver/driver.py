"""The driver process: an event loop between the tool and the workers. It knows no library."""

import os
import platform
import selectors
import signal
import sys
import tempfile
import time

from . import PROTOCOL, leftovers, linux, scratch
from .files import FileReads
from .janitor import Janitor
from .output import Output
from .pool import Fatal, Pool
from .protocol import LineReader, ProtocolError, message
from .start import Start
from .supervise import drain
from .text import clean

_LONGEST_WAIT = 60.0
_SWEEP = 0.05
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class _Stop(Exception):
    """The tool, or a signal, wants the end."""


def main():
    """Speaks the protocol on standard input and output until told to stop. Returns the exit code."""
    # Whatever prints by mistake must not get into the protocol.
    inbound = linux.move_high(os.dup(0))
    outbound = linux.move_high(os.dup(1))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    driver = Driver(inbound, outbound)
    try:
        return driver.run()
    finally:
        driver.end()


class Driver:
    """One driver. `inbound`, `outbound`: descriptors of the two directions of the protocol."""

    def __init__(self, inbound, outbound):
        self._inbound = inbound
        self._output = Output(outbound)
        self._lines = LineReader()
        self._files = FileReads(self._output)
        self._selector = selectors.DefaultSelector()
        self._pool = None
        self._directory = None
        self._janitor = None
        self._stop_signal = None
        self._sweeping = False
        linux.become_subreaper()
        wakeup, write_end = (linux.move_high(end) for end in os.pipe())
        os.set_blocking(wakeup, False)
        os.set_blocking(write_end, False)
        self._wakeup = wakeup
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in _STOP_SIGNALS:
            signal.signal(number, self._on_stop)
        self._selector.register(wakeup, selectors.EVENT_READ, None)
        self._selector.register(inbound, selectors.EVENT_READ, None)

    def run(self):
        """The event loop. Returns the exit code."""
        self._output.put(message(_hello()))
        try:
            while True:
                self._turn()
        except _Stop:
            return 0
        except BrokenPipeError:
            # The tool is gone: nobody is left to tell.
            return 0
        except (Fatal, ProtocolError) as error:
            output = clean(getattr(error, "output", ""), 1 << 16)
            self._output.put(message({"event": "fatal", "reason": clean(str(error)), "output": output}))
            try:
                self._output.finish(seconds=10)
            except BrokenPipeError:
                # The tool is gone as well.
                pass
            return 1

    def end(self):
        """Kills everything that still runs and removes what was written."""
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        spared = frozenset() if self._janitor is None else frozenset((self._janitor.pid,))
        if self._pool is not None:
            self._pool.kill_all()
        if not leftovers.end_all(spared, 10.0):
            sys.stderr.write("some processes of scripts cannot be killed\n")
        if self._directory is not None:
            reason = scratch.remove(self._directory)
            if reason is not None:
                sys.stderr.write(reason + "\n")
        if self._janitor is not None:
            self._janitor.dismiss()
        os.set_blocking(self._output.descriptor, True)

    def _turn(self):
        self._output.flush()
        self._watch_output()
        for key, _ in self._selector.select(self._wait()):
            if key.data is not None:
                # A worker that died in this very turn has no pipes any more.
                if key.fd in self._selector.get_map():
                    self._pool.readable(key.data, key.fd)
            elif key.fd == self._inbound:
                self._receive()
            elif key.fd == self._wakeup:
                drain(self._wakeup)
                self._reap()
        if self._stop_signal is not None:
            raise _Stop()
        if self._files.busy:
            self._files.step()
        if self._sweeping:
            self._sweep()
        if self._pool is not None:
            self._pool.tick(time.monotonic())

    def _wait(self):
        if self._files.busy and not self._output.pending:
            return 0
        if self._sweeping:
            return _SWEEP
        deadline = self._pool.next_deadline() if self._pool is not None else None
        if deadline is None:
            return _LONGEST_WAIT
        return min(max(0.0, deadline - time.monotonic()) + 0.01, _LONGEST_WAIT)

    def _watch_output(self):
        watched = self._output.descriptor in self._selector.get_map()
        if self._output.pending and not watched:
            self._selector.register(self._output.descriptor, selectors.EVENT_WRITE, None)
        elif watched and not self._output.pending:
            self._selector.unregister(self._output.descriptor)

    def _receive(self):
        data = os.read(self._inbound, 1 << 16)
        if not data:
            raise _Stop()
        for fields in self._lines.feed(data):
            operation = fields.get("op")
            if operation == "run":
                self._run(fields)
            elif operation == "read":
                self._files.add(fields)
            elif operation == "start":
                self._start(fields)
            elif operation == "exit":
                raise _Stop()
            else:
                raise ProtocolError("unknown operation %r" % (operation,))

    def _run(self, fields):
        identifier, path = fields.get("id"), fields.get("path")
        if not isinstance(identifier, str) or not isinstance(path, str):
            raise ProtocolError("run needs the texts id and path")
        if self._pool is None:
            raise ProtocolError("run before start")
        self._pool.add(identifier, path)

    def _start(self, fields):
        if self._pool is not None:
            raise ProtocolError("start was sent twice")
        start = Start(fields)
        if not os.path.isdir(start.corpus):
            raise Fatal("the corpus %s is not a directory here" % start.corpus)
        try:
            self._directory = tempfile.mkdtemp(prefix="covtools-driver-", dir=start.scratch or None)
        except OSError as error:
            raise Fatal("no scratch directory can be made: %s" % error) from None
        # Every process of this driver carries it, so that leftovers can be told from anything else.
        marker = "COVTOOLS_SCRATCH=" + self._directory
        self._janitor = Janitor(marker, self._directory)
        self._pool = Pool(start, self._directory, marker, self._output, self._register, self._unregister)
        self._pool.begin()

    def _register(self, descriptor, worker):
        self._selector.register(descriptor, selectors.EVENT_READ, worker)

    def _unregister(self, descriptor):
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def _reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if self._pool is not None and self._pool.died(pid, status):
                # Orphans of its script have become our children.
                self._sweeping = True

    def _sweep(self):
        keep = self._pool.pids | {self._janitor.pid}
        left = [pid for pid in linux.children() if pid not in keep]
        for pid in left:
            leftovers.kill(pid)
        self._sweeping = bool(left)

    def _on_stop(self, number, frame):
        del frame
        self._stop_signal = number


def _hello():
    return {
        "event": "hello", "protocol": PROTOCOL, "pid": os.getpid(), "python": platform.python_version(),
        "machine": platform.machine(), "system": clean("%s %s" % (platform.system(), platform.release())), "cpu": clean(_cpu()),
    }


def _cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            for line in file:
                name, _, value = line.partition(":")
                if name.strip() in ("model name", "Processor", "cpu model", "Hardware"):
                    return value.strip()
    except OSError:
        # Not readable here: the name is for people only.
        pass
    return ""
