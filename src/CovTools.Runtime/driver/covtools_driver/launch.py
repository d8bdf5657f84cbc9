"""Starts the process of a script: a fork of the zygote, a fresh interpreter, or a command."""

import json
import os
import signal
import sys

from . import child, limits, linux
from .script import ScriptRun


class Job:
    """One script to run. `source`: its bytes, None for a command."""

    __slots__ = ("path", "source")

    def __init__(self, path, source):
        self.path = path
        self.source = source


class ForkLauncher:
    """Forks the zygote."""

    def __init__(self, covrt, capture, interpreter, memory, private):
        self._covrt = covrt
        self._capture = capture
        self._path = os.fsencode(capture.path)
        self._interpreter = interpreter
        self._memory = memory
        self._private = private
        self._base = linux.virtual_size()

    def launch(self, job, surroundings):
        """(process id, None)."""
        run = ScriptRun(job.path, job.source, self._interpreter, surroundings.cell)
        # Taken over by every process that the script starts.
        os.environ["TMPDIR"] = surroundings.scratch
        surroundings.cell.set_started(0.0)
        pid = os.fork()
        if pid:
            return pid, None
        try:
            child.enter(surroundings)
            self._covrt.attach(self._capture.descriptor, self._path)
            for descriptor in self._private:
                os.close(descriptor)
            os.close(surroundings.output)
            limits.limit_memory(self._memory, self._base)
        except BaseException as error:
            child.give_up(surroundings.cell, error)
        run.finish(run.run())


class FreshLauncher:
    """Starts a new interpreter that imports the library itself."""

    def __init__(self, config, capture):
        self._capture = capture
        self._config = {
            "modules": config["modules"], "inject": config["inject"], "pythonPath": config["pythonPath"],
            "memory": config["memory"], "outOfMemory": config["outOfMemory"], "libcovrt": config["libcovrt"],
            "capture": capture.name, "counters": capture.path, "descriptor": capture.descriptor,
        }
        self._main = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "__main__.py")

    def launch(self, job, surroundings, report=None, profile=None):
        """(process id, descriptor that gives a byte when the script begins). `report`: instead of a script, describe the
        imported library into this descriptor and exit. `profile`: the RuntimeProfile that this process writes at its end."""
        head = dict(self._config, path=job.path if job is not None else "", report=report)
        file = linux.anonymous_file("covtools-job")
        begun, begin = os.pipe()
        pid = -1
        try:
            write_all(file, json.dumps(head).encode("ascii") + b"\n" + (job.source if job is not None else b""))
            pid = os.fork()
            if pid == 0:
                self._execute(surroundings, file, begin, report, profile)
            return pid, begun
        finally:
            os.close(file)
            os.close(begin)
            if pid == -1:
                os.close(begun)

    def _execute(self, surroundings, file, begin, report, profile):
        try:
            child.enter(surroundings)
            environment = dict(os.environ, TMPDIR=surroundings.scratch)
            if self._capture.name == "profraw":
                environment.update(self._capture.environment())
            if profile is not None:
                with profile:
                    environment.update(os.environ)
            cell = surroundings.cell.descriptor
            for descriptor in (file, begin, cell, report, self._capture.descriptor, profile and profile.descriptor):
                if descriptor is not None:
                    os.set_inheritable(descriptor, True)
            os.execve(sys.executable, [sys.executable, self._main, "--fresh", str(file), str(cell), str(begin)], environment)
        except BaseException as error:
            child.give_up(surroundings.cell, error)


class CommandLauncher:
    """Executes a program."""

    def __init__(self, command, corpus, memory, capture):
        program = command[0]
        if "/" in program and not program.startswith("/"):
            program = os.path.join(corpus, program)
        self._command = [program] + command[1:]
        self._memory = memory
        self._capture = capture

    def find_program(self):
        """The file that will be executed, or None."""
        program = self._command[0]
        candidates = [program] if "/" in program else [
            os.path.join(directory or ".", program) for directory in os.environ.get("PATH", os.defpath).split(os.pathsep)]
        for path in candidates:
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
        return None

    def launch(self, job, surroundings):
        """(process id, None)."""
        pid = os.fork()
        if pid:
            return pid, None
        try:
            child.enter(surroundings)
            arguments = [item.replace("{script}", job.path) for item in self._command]
            environment = dict(os.environ, TMPDIR=surroundings.scratch)
            environment.update(self._capture.environment())
            # Python ignores these two; a program expects the default.
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            limits.limit_memory(self._memory, 0)
            surroundings.cell.set_started(0.0)
            os.execvpe(arguments[0], arguments, environment)
        except BaseException as error:
            child.give_up(surroundings.cell, error)


def write_all(descriptor, data):
    """Writes everything, from the start of the file, and goes back there."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]
    os.lseek(descriptor, 0, os.SEEK_SET)
