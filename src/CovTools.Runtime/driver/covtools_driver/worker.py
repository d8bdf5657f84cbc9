"""A worker process: takes scripts from the driver one at a time, has each run in a process of its own, and reports."""

import os
import re
import signal
import sys
import traceback

from . import child, fresh_floor, leftovers, linux, outcome, pages, source
from .capture import MemoryCapture, ProfrawCapture
from .cell import Cell
from .control import Control, DriverGone
from .covrt import Covrt, CovrtError
from .elf import describe as describe_elf
from .launch import CommandLauncher, FreshLauncher, Job
from .library import absolute_paths
from .oom import OomCounter
from .protocol import DONE, FAILED, FATAL, QUIT, READY, SWITCH
from .scratch import Scratch
from .supervise import Supervisor
from .text import clean, describe
from .zygote import Threads, Zygote


def main(arguments):
    """Arguments: descriptors of the orders and of the results, process id of the driver."""
    orders, results, parent = (int(item) for item in arguments)
    if not linux.die_with(parent):
        return 1
    linux.become_subreaper()
    _reset_signals()
    control = Control(orders, results)
    worker = Worker(control, control.next(), _wakeup_pipe())
    try:
        if worker.prepare():
            worker.serve()
    except DriverGone:
        leftovers.end_all(frozenset(), 5)
    return 0


def _reset_signals():
    """Whatever the driver was started with: scripts get what a process of a plain shell has."""
    for number in range(1, signal.NSIG):
        if number in (signal.SIGPIPE, signal.SIGXFSZ):
            continue  # Python itself ignores them
        try:
            if signal.getsignal(number) == signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        except (OSError, ValueError):
            # Not a signal that can have a handler.
            continue
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _wakeup_pipe():
    read_end, write_end = (linux.move_high(end) for end in os.pipe())
    os.set_blocking(read_end, False)
    os.set_blocking(write_end, False)
    return read_end, write_end


def _on_child(number, frame):
    """Exists so that SIGCHLD is written to the wake-up pipe."""
    del number, frame


class Worker:
    """One worker. `config`: what the driver's pool made of the start message."""

    def __init__(self, control, config, wakeup):
        self._control = control
        self._config = config
        self._wakeup = wakeup
        self._scratch = Scratch(config["scratch"])
        self._oom = OomCounter()
        self._capture = None
        self._cell = None
        self._launcher = None
        self._supervisor = None
        self._pid = os.getpid()
        config["pythonPath"] = absolute_paths(config["pythonPath"], config["corpus"])

    def prepare(self):
        """Everything before the first script. False when the driver was told that this worker is not the one it needs."""
        config = self._config
        os.makedirs(config["scratch"], 0o700, exist_ok=True)
        home = self._scratch.make()
        os.chdir(home)
        try:
            for pattern in config["outOfMemory"]:
                re.compile(pattern)
        except re.error as error:
            return self._fatal("outOfMemory: %s" % error)
        try:
            covrt = Covrt(config["libcovrt"]) if config["capture"] == "memory" else None
        except CovrtError as error:
            self._control.send(SWITCH, {"capture": "profraw", "reason": str(error)})
            return False
        if config["mode"] == "fork":
            return self._prepare_zygote(covrt)
        self._watch_children()
        self._capture = MemoryCapture(covrt) if covrt is not None else ProfrawCapture(config["scratch"] + "/profiles")
        self._cell = Cell()
        if config["mode"] == "command":
            return self._prepare_command()
        return self._prepare_fresh()

    def serve(self):
        """Runs scripts until the driver is gone."""
        while True:
            order = self._control.next()
            if not self._run(order["id"], order["path"]):
                self._control.send(QUIT, {})
                return

    def _prepare_zygote(self, covrt):
        zygote = Zygote(self._config, covrt, self._control, self._wakeup, self._scratch)
        try:
            self._watch_children()
            self._launcher = zygote.prepare()
        except Threads as error:
            reason = "the library has %d threads after its import; a fork would lose all but one" % error.count
            self._control.send(SWITCH, {"isolation": "process", "reason": reason})
            return False
        except (CovrtError, OSError) as error:
            traceback.print_exc()
            return self._fatal("a worker cannot be prepared: " + describe(error))
        except DriverGone:
            raise
        except SystemExit as error:
            if os.getpid() != self._pid:
                raise
            return self._fatal("the import ended the process: " + describe(error))
        except BaseException as error:
            traceback.print_exc()
            return self._fatal("the import failed: " + describe(error))
        self._capture = zygote.capture
        self._cell = zygote.cell
        # The import may have put handlers of its own in place.
        self._watch_children()
        self._report_ready(zygote.ready, zygote.floor)
        # While the tool looks at the library.
        pages.collapse()
        return True

    def _prepare_fresh(self):
        config = self._config
        self._launcher = FreshLauncher(config, self._capture)
        facts, floor = {"modules": [], "threads": 0, "importSeconds": 0.0}, b""
        if config["floor"]:
            try:
                facts, floor = fresh_floor.measure(
                    self._launcher, self._capture, self._cell, self._control, self._wakeup[0], self._scratch, config["startTimeout"])
            except fresh_floor.ImportFailed as error:
                return self._fatal(str(error), error.output)
            except (CovrtError, OSError) as error:
                return self._fatal("a worker cannot be prepared: " + describe(error))
            config["expectsFiles"] = bool(floor)
        if self._capture.runs_exit_handlers:
            self._capture.expects_files = config["expectsFiles"]
        self._report_ready({name: facts[name] for name in ("threads", "importSeconds", "modules")}, floor)
        return True

    def _prepare_command(self):
        config = self._config
        self._launcher = CommandLauncher(config["command"], config["corpus"], config["memory"], self._capture)
        program = self._launcher.find_program()
        if program is None:
            return self._fatal("the command %s cannot be found or executed" % config["command"][0])
        module = describe_elf(program)
        if self._capture.runs_exit_handlers:
            self._capture.expects_files = module is not None
        modules = [module] if module is not None else []
        self._report_ready({"threads": 0, "importSeconds": 0.0, "modules": modules}, b"")
        return True

    def _fatal(self, reason, output=""):
        sys.stderr.flush()
        self._control.send(FATAL, {"reason": clean(reason), "output": output})
        return False

    def _report_ready(self, facts, floor):
        config = self._config
        spared = frozenset(linux.children())
        self._supervisor = Supervisor(
            self._wakeup[0], self._control, config["timeout"], config["startTimeout"], config["tail"], spared)
        self._control.send(READY, facts, floor)

    def _watch_children(self):
        signal.set_wakeup_fd(self._wakeup[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, _on_child)

    def _run(self, identifier, path):
        """One script. False when this worker must not go on."""
        directory = None
        try:
            absolute = source.locate(self._config["corpus"], path)
            text, digest = self._read(absolute)
            directory = self._scratch.make()
            self._capture.begin()
            self._cell.clear()
            killed_before = self._oom.read()
            ending = self._execute(Job(absolute, text), directory)
            killed_after = self._oom.read()
            hits, lost = self._capture.collect(ending)
        except source.SourceError as error:
            return self._failed(identifier, str(error), False)
        except (OSError, CovrtError) as error:
            if directory is not None:
                self._scratch.release(directory)
            return self._failed(identifier, describe(error), True)
        reason = self._start_problem(ending)
        if reason is not None:
            self._failed(identifier, reason, True)
        else:
            killed = killed_before is not None and killed_after is not None and killed_after > killed_before
            self._done(identifier, ending, outcome.classify(ending, self._cell, killed), digest, hits, lost)
        left = self._scratch.release(directory)
        if left is not None:
            self._control.note("%s: %s" % (clean(path), left))
        if not ending.clean:
            self._control.note("%s left processes that cannot be killed; its worker is replaced" % clean(path))
        return ending.clean

    def _read(self, path):
        if self._config["mode"] == "command":
            source.check(path)
            return None, None
        text = source.read(path)
        return text, source.sha256(text).hexdigest()

    def _execute(self, job, directory):
        read_end, write_end = os.pipe()
        try:
            pid, begun = self._launcher.launch(
                job, child.Surroundings(self._pid, write_end, directory, self._cell, self._config["fileSize"]))
        except OSError:
            os.close(read_end)
            raise
        finally:
            os.close(write_end)
        return self._supervisor.watch(pid, read_end, begun)

    def _start_problem(self, ending):
        broken = self._cell.broken
        if broken is not None:
            return "the process of the script could not be prepared: " + broken
        if not ending.started:
            return fresh_floor.start_problem(ending, self._config["startTimeout"])
        return None

    def _failed(self, identifier, reason, retry):
        self._control.send(FAILED, {"event": "failed", "id": identifier, "reason": clean(reason), "retry": retry})
        return True

    def _done(self, identifier, ending, kind, digest, hits, lost):
        usage = ending.usage
        name, _ = self._cell.exception
        fields = {
            "event": "done", "id": identifier, "outcome": kind, "exit": ending.exit, "signal": ending.signal,
            "wall": round(ending.wall, 6), "cpu": round(max(0.0, usage.ru_utime + usage.ru_stime - self._cell.cpu_before), 6),
            "peak": usage.ru_maxrss * 1024, "output": ending.output, "tail": ending.tail, "exception": name,
            "sha256": digest, "lost": lost is not None,
        }
        if lost is not None:
            fields["lostReason"] = lost
        self._control.send(DONE, fields, hits)
