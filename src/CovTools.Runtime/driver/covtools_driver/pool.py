"""The workers: starts them, gives them scripts, replaces those that die."""

import json
import os
import sys
import time
from collections import deque

from . import protocol
from .handle import WorkerHandle
from .text import clean

_START_ATTEMPTS = 5
_GRACE = 60.0
_WATCH_GRACE = 20.0


class Fatal(Exception):
    """Nothing can run. `output`: last lines that explain it."""

    def __init__(self, reason, output=""):
        super().__init__(reason)
        self.output = output


class Pool:
    """`register`, `unregister`: of the event loop; `output`: to the tool; `directory`: for everything temporary."""

    def __init__(self, start, directory, marker, output, register, unregister):
        self._start = start
        self._directory = directory
        self._output = output
        self._register = register
        self._unregister = unregister
        self._queue = deque()
        self._workers = {}
        self._generation = 0
        self._failed_starts = 0
        self._announced = False
        self._reasons = []
        self._expects_files = False
        self._capture, self._isolation = self._first_choice()
        self._environment = self._make_environment(marker)

    def begin(self):
        """Starts the first worker, which decides for the others. Those that import the library start at the same time, in the hope that
        it will not decide otherwise. Raises Fatal."""
        self._spawn(0)
        if self._isolation == "fork":
            self._spawn_missing()

    def add(self, identifier, path):
        """A script to run."""
        self._queue.append((identifier, path))
        self._feed()

    @property
    def pids(self):
        """Process ids of the workers."""
        return frozenset(worker.pid for worker in self._workers.values())

    def next_deadline(self):
        """When tick() must be called at the latest, or None."""
        return min((worker.deadline for worker in self._workers.values() if worker.deadline is not None), default=None)

    def tick(self, now):
        """Kills workers that are overdue. Raises Fatal."""
        for worker in list(self._workers.values()):
            if worker.deadline is None or now < worker.deadline:
                continue
            worker.deadline = None
            if not worker.ready:
                if not self._announced:
                    raise Fatal("the imports took longer than %g seconds" % self._start.start_timeout, worker.tail())
                self._note("worker %d took too long to start and is replaced" % worker.number)
            else:
                self._note("worker %d does not answer and is replaced" % worker.number)
            worker.kill()

    def kill_all(self):
        """Ends all workers."""
        for worker in self._workers.values():
            worker.kill()

    def readable(self, worker, descriptor):
        """A pipe of a worker has something. Raises Fatal."""
        if descriptor == worker.output:
            if not worker.read_output():
                self._unregister(descriptor)
            return
        try:
            data = os.read(descriptor, 1 << 20)
        except BlockingIOError:
            return
        if not data:
            self._unregister(descriptor)
            return
        try:
            for kind, head, body in worker.frames.feed(data):
                self._frame(worker, kind, head, body)
        except protocol.ProtocolError as error:
            self._note("worker %d is replaced: %s" % (worker.number, error))
            worker.kill()

    def died(self, pid, status):
        """A child of the driver ended. False when it was no worker. Raises Fatal."""
        worker = next((item for item in self._workers.values() if item.pid == pid), None)
        if worker is None:
            return False
        # What it had reported before its death still counts.
        self._drain(worker)
        how = "signal %d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else "exit code %d" % os.WEXITSTATUS(status)
        tail = worker.tail()
        for descriptor in (worker.results, worker.output):
            self._unregister(descriptor)
        worker.close()
        del self._workers[worker.number]
        if worker.fatal is not None:
            raise Fatal(worker.fatal[0], worker.fatal[1] or tail)
        if worker.assigned:
            identifier, _ = worker.assigned.pop(0)
            reason = "its worker ended by %s while the script ran" % how
            self._output.put(protocol.message({"event": "failed", "id": identifier, "reason": reason, "retry": True}))
            self._note("worker %d ended by %s and is replaced" % (worker.number, how))
            self._queue.extendleft(reversed(worker.assigned))
        elif not worker.ready and not worker.switched and self._is_needed(worker):
            self._failed_starts += 1
            if self._failed_starts >= _START_ATTEMPTS:
                raise Fatal("a worker ended by %s during its start, %d times in a row" % (how, _START_ATTEMPTS), tail)
        if self._is_needed(worker):
            self._spawn(worker.number)
        return True

    def _is_needed(self, worker):
        """The first worker always is; the others when it has decided."""
        return self._announced or worker.number == 0

    def _first_choice(self):
        start = self._start
        capture = start.capture
        if not start.libcovrt:
            if capture == "memory":
                raise Fatal("memory capture is asked for but there is no libcovrt for this machine")
            if capture == "auto":
                self._reasons.append("there is no libcovrt for this machine")
            capture = "profraw"
        elif capture == "auto":
            capture = "memory"
        isolation = start.isolation
        if start.command:
            return capture, "command"
        if capture == "profraw":
            self._refuse_fork("the LLVM runtime cannot tell forked scripts apart")
            return capture, "process"
        return capture, "fork" if isolation == "auto" else isolation

    def _refuse_fork(self, reason):
        if self._start.isolation == "fork":
            raise Fatal("scripts cannot be forked from one process: " + reason)
        if self._start.isolation == "auto":
            self._reasons.append("every script has a fresh process: " + reason)

    def _make_environment(self, marker):
        environment = dict(os.environ)
        environment.update(self._start.environment)
        environment["COVTOOLS_RUN"] = self._start.run
        name, _, value = marker.partition("=")
        environment[name] = value
        environment.pop("COVRT_FILE", None)
        return environment

    def _spawn_missing(self):
        for number in range(self._start.workers):
            if number not in self._workers:
                self._spawn(number)

    def _spawn(self, number):
        self._generation += 1
        config = self._start.for_worker()
        config.update(
            mode=self._isolation, capture=self._capture, floor=number == 0 and not self._announced, expectsFiles=self._expects_files,
            scratch="%s/w%d-%d" % (self._directory, number, self._generation))
        environment = dict(self._environment)
        if self._capture == "memory":
            before = environment.get("LD_PRELOAD", "")
            environment["LD_PRELOAD"] = self._start.libcovrt + (":" + before if before else "")
        try:
            worker = WorkerHandle(
                number, self._start.python or sys.executable, environment, config,
                time.monotonic() + self._start.start_timeout + _GRACE)
        except OSError as error:
            raise Fatal("a worker cannot be started: %s" % error.strerror) from None
        self._workers[number] = worker
        self._register(worker.results, worker)
        self._register(worker.output, worker)

    def _drain(self, worker):
        while True:
            try:
                data = os.read(worker.results, 1 << 20)
            except BlockingIOError:
                return
            if not data:
                return
            try:
                for kind, head, body in worker.frames.feed(data):
                    self._frame(worker, kind, head, body)
            except protocol.ProtocolError:
                # It is dead; what was cut off is run again.
                return

    def _frame(self, worker, kind, head, body):
        if kind == protocol.DONE or kind == protocol.FAILED:
            if not worker.assigned:
                raise protocol.ProtocolError("a result that nobody asked for")
            worker.assigned.pop(0)
            self._output.put(body)
            if worker.assigned:
                self._started(worker)
            else:
                worker.deadline = None
            self._feed()
        elif kind == protocol.NOTE:
            self._output.put(body)
        elif kind == protocol.READY:
            self._ready(worker, json.loads(body[:head]), body[head:])
        elif kind == protocol.SWITCH:
            self._switch(worker, json.loads(body[:head]))
        elif kind == protocol.FATAL:
            fields = json.loads(body[:head])
            worker.fatal = (fields["reason"], fields["output"])
        else:
            worker.ready = False
            worker.switched = True
            # It hands back what it did not begin, and ends by itself.
            self._queue.extendleft(reversed(worker.assigned))
            worker.assigned.clear()

    def _ready(self, worker, fields, floor):
        if worker.switched:
            return
        worker.ready = True
        worker.deadline = None
        self._failed_starts = 0
        if worker.number == 0 and not self._announced:
            self._announced = True
            self._expects_files = bool(floor)
            fields.update(
                event="ready", isolation="fork" if self._isolation == "fork" else "process", capture=self._capture,
                reason=clean("; ".join(self._reasons)))
            fields.pop("payload", None)
            self._output.put(protocol.message(fields, floor))
            self._spawn_missing()
        self._feed()

    def _switch(self, worker, fields):
        if worker.switched:
            return
        worker.switched = True
        if self._announced:
            raise Fatal("worker %d differs from the first one: %s" % (worker.number, fields["reason"]), worker.tail())
        if worker.number != 0:
            return
        for other in self._workers.values():
            # They started for what this one has just found impossible.
            if other is not worker:
                other.switched = True
                other.kill()
        if "capture" in fields:
            if self._start.capture == "memory":
                raise Fatal(fields["reason"], worker.tail())
            self._reasons.append(fields["reason"])
            self._capture = fields["capture"]
            if self._isolation == "fork":
                self._refuse_fork("the LLVM runtime cannot tell forked scripts apart")
                self._isolation = "process"
        else:
            self._refuse_fork(fields["reason"])
            self._isolation = fields["isolation"]

    def _feed(self):
        """Gives waiting scripts to idle workers, and one ahead to busy ones while there are plenty."""
        if not self._announced:
            return
        plenty = 2 * self._start.workers
        for worker in self._workers.values():
            if not self._queue:
                return
            if not worker.ready or len(worker.assigned) > 1:
                continue
            if not worker.assigned:
                worker.give(*self._queue.popleft())
                self._started(worker)
            if len(worker.assigned) == 1 and len(self._queue) >= plenty:
                worker.give(*self._queue.popleft())

    def _started(self, worker):
        start = self._start
        worker.deadline = time.monotonic() + start.timeout + _WATCH_GRACE + (
            start.start_timeout if self._isolation == "process" else 0.0)
        self._output.put(protocol.message({"event": "started", "id": worker.assigned[0][0], "worker": worker.number}))

    def _note(self, text):
        self._output.put(protocol.message({"event": "note", "message": clean(text)}))
