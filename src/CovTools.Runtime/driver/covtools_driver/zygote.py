"""A worker that has imported the library: takes the floor and forks for each script."""

import contextlib
import gc
import os
import re
import time

from . import child, linux
from .capture import MemoryCapture
from .cell import Cell
from .interpreter import Interpreter
from .launch import ForkLauncher
from .library import Library
from .runtime_profile import RuntimeProfile
from .supervise import Supervisor

_EXIT_PATIENCE = 30.0


class Threads(Exception):
    """The library started threads: forking is not safe."""

    def __init__(self, count):
        super().__init__(count)
        self.count = count


class Zygote:
    """Prepares this process. `config`: the worker's configuration."""

    def __init__(self, config, covrt, control, wakeup, scratch):
        self._config = config
        self._covrt = covrt
        self._control = control
        self._wakeup = wakeup
        self._scratch = scratch
        self.cell = None
        self.capture = None
        self.floor = b""
        self.ready = {}

    def prepare(self):
        """Imports the library and measures its floor. Returns the launcher. Raises Threads; a failed import raises what it raises."""
        config = self._config
        begin = time.monotonic()
        profile = RuntimeProfile() if config["floor"] else None
        with profile or contextlib.nullcontext():
            injected = Library(config["modules"], config["inject"], config["pythonPath"]).load()
        seconds = time.monotonic() - begin
        modules, refused = self._covrt.modules()
        for reason in refused:
            self._control.note(reason)
        threads = linux.thread_count()
        self.ready = {"threads": threads, "importSeconds": seconds, "modules": modules}
        if threads != 1:
            raise Threads(threads)
        self.capture = MemoryCapture(self._covrt)
        self.cell = Cell()
        if config["floor"]:
            self.floor = self._end_of_empty_process(profile) or self._covrt.memory_hits()
        self._covrt.reset()
        child.prepare_scripts()
        os.environ.update(self.capture.environment())
        interpreter = Interpreter(injected, [re.compile(item) for item in config["outOfMemory"]])
        gc.collect()
        # Objects of the import never have to be looked at, nor their pages be copied, by a collection in a child.
        gc.freeze()
        private = self._control.private + self._wakeup + (self.cell.descriptor,)
        return ForkLauncher(self._covrt, self.capture, interpreter, config["memory"], private)

    def _end_of_empty_process(self, profile):
        """Raw profiles of a process that does nothing after the import and ends normally; empty when it does not come to that."""
        self.cell.clear()
        directory = self._scratch.make()
        read_end, write_end = os.pipe()
        surroundings = child.Surroundings(os.getpid(), write_end, directory, self.cell, 0)
        pid = os.fork()
        if pid == 0:
            try:
                child.enter(surroundings)
            except BaseException as error:
                child.give_up(self.cell, error)
            # Through the whole interpreter and C library; nothing between here and the top catches it.
            raise SystemExit(0)
        os.close(write_end)
        watch = Supervisor(self._wakeup[0], self._control, _EXIT_PATIENCE, _EXIT_PATIENCE, 1024, frozenset(linux.children()) - {pid})
        ending = watch.watch(pid, read_end)
        self._scratch.release(directory)
        reason = self.cell.broken or exit_problem(ending)
        if reason:
            self._control.note("the floor has no more than the imports: " + reason)
        written = profile.take()
        return b"" if reason else written


def exit_problem(ending):
    """Why the end of an empty process was not a normal one, or None."""
    if ending.timed_out:
        return "a process that had only imported the library did not come to its end in %d seconds" % _EXIT_PATIENCE
    if ending.signal is not None:
        return "a process that had only imported the library ended by signal %d" % ending.signal
    return None
