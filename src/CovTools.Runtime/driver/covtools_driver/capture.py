"""How the counters of a script reach the worker: through a counters file of libcovrt, or in the LLVM runtime's own files."""

import os
import signal

from . import profraw, scratch
from .covrt import CovrtError


class MemoryCapture:
    """Counters in a file that outlives the processes that count."""

    name = "memory"
    runs_exit_handlers = False

    def __init__(self, covrt):
        self._covrt = covrt
        self.descriptor = covrt.create()
        self.path = "/proc/%d/fd/%d" % (os.getpid(), self.descriptor)

    def begin(self):
        """Before a script starts."""
        self._covrt.clear(self.descriptor)

    def environment(self):
        """Variables for a process that counts from its first instruction."""
        return {"COVRT_FILE": self.path}

    def collect(self, ending):
        """(hits, reason why they are incomplete or None)."""
        del ending
        hits = self._covrt.file_hits(self.descriptor)
        if self._covrt.is_complete(self.descriptor):
            return hits, None
        return hits, "a process of the script could not move its counters into the counters file"


class ProfrawCapture:
    """Files that the LLVM runtime writes when a process ends normally."""

    name = "profraw"
    runs_exit_handlers = True
    descriptor = None
    path = None

    def __init__(self, root):
        self._directories = scratch.Scratch(root)
        self._directory = None
        self.expects_files = False

    def begin(self):
        """Before a script starts: an empty directory for its profiles."""
        if self._directory is not None:
            reason = scratch.Scratch.release(self._directory)
            if reason:
                raise CovrtError(reason)
        self._directory = self._directories.make()

    def environment(self):
        """Variables for the process."""
        return {"LLVM_PROFILE_FILE": self._directory + "/" + profraw.PATTERN}

    def collect(self, ending):
        """(profiles, reason why they are incomplete or None)."""
        payload, reason = profraw.collect(self._directory)
        if "LLVM Profile Error" in ending.tail or "LLVM Profile Warning" in ending.tail:
            reason = reason or "the LLVM runtime reported a problem with a profile (see the script's output)"
        if ending.signal is not None:
            reason = "the LLVM runtime writes no profile when a process ends by signal %d (%s)" % (
                ending.signal, signal_name(ending.signal))
        elif not payload and self.expects_files:
            reason = reason or "the LLVM runtime wrote no profile: the process ended without running its exit handlers"
        return payload, reason


def signal_name(number):
    """SIGKILL for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "real-time signal" if number >= 32 else "unknown signal"
