"""Makes a freshly forked process the one that a script runs in."""

import _signal  # the signal module's own functions convert to enumerations, which costs dozens of page copies after a fork
import os
import sys

from . import limits, linux
from .text import describe


class Surroundings:
    """What the process of a script gets: made by the worker before the fork."""

    __slots__ = ("worker", "output", "scratch", "cell", "file_size")

    def __init__(self, worker, output, scratch, cell, file_size):
        self.worker = worker
        self.output = output
        self.scratch = scratch
        self.cell = cell
        self.file_size = file_size


def enter(surroundings):
    """A session of its own, standard streams, scratch directory, limits; dies with its worker."""
    _signal.set_wakeup_fd(-1)
    _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
    os.setsid()
    if not linux.die_with(surroundings.worker):
        os._exit(1)
    os.dup2(surroundings.output, 1)
    os.dup2(surroundings.output, 2)
    os.chdir(surroundings.scratch)
    limits.limit_files(surroundings.file_size)


def prepare_scripts():
    """Once, after the imports: no __pycache__ directories beside scripts; temporary files go where TMPDIR says when a script asks."""
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        tempfile.tempdir = None


def give_up(cell, error):
    """The process could not be prepared: tells the worker why, and ends."""
    try:
        cell.set_broken(describe(error))
    finally:
        os._exit(1)
