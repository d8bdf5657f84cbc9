"""The floor where every script has a fresh process: measured by a process that imports the library and exits."""

import os

from . import child, fresh, linux
from .runtime_profile import RuntimeProfile
from .supervise import Supervisor
from .zygote import exit_problem

_EXIT_PATIENCE = 30.0


class ImportFailed(Exception):
    """The library cannot be imported. `output`: last lines of what it printed."""

    def __init__(self, reason, output):
        super().__init__(reason)
        self.output = output


def measure(launcher, capture, cell, control, wakeup, scratch, start_timeout):
    """(facts about the library, floor). Raises ImportFailed."""
    capture.begin()
    cell.clear()
    directory = scratch.make()
    report = linux.anonymous_file("covtools-report")
    read_end, write_end = os.pipe()
    surroundings = child.Surroundings(os.getpid(), write_end, directory, cell, 0)
    spared = frozenset(linux.children())
    profile = RuntimeProfile()
    pid, begun = launcher.launch(None, surroundings, report, profile)
    os.close(write_end)
    watch = Supervisor(wakeup, control, _EXIT_PATIENCE, start_timeout, 16384, spared)
    ending = watch.watch(pid, read_end, begun)
    scratch.release(directory)
    if not ending.started:
        raise ImportFailed(cell.broken or start_problem(ending, start_timeout), ending.tail)
    try:
        facts, floor = fresh.read_report(report)
    except ValueError as error:
        raise ImportFailed("the library could not be described: %s" % error, ending.tail) from None
    problem = exit_problem(ending)
    if problem:
        control.note("the floor has no more than the imports: " + problem)
    elif capture.runs_exit_handlers:
        floor, lost = capture.collect(ending)
        if lost:
            control.note("the floor is incomplete: " + lost)
    else:
        floor = profile.take() or floor
    os.close(profile.descriptor)
    for reason in facts["refused"]:
        control.note(reason)
    return facts, floor


def start_problem(ending, start_timeout):
    """Why a fresh process never came to its script."""
    if ending.timed_out:
        return "the imports took longer than %g seconds" % start_timeout
    if ending.signal is not None:
        return "the process ended by signal %d during the imports" % ending.signal
    return "the process ended with exit code %d during the imports" % ending.exit
