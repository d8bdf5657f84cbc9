"""Counters of this process and its children in a file of shared memory: each counts by itself, whatever ends it."""

import fcntl
import os

from . import _kinds as kinds, _modules, _native as native, _process
from ._errors import CovtoolsError
from ._snapshot import Snapshot

_LIMIT = 1 << 31  # bytes of a snapshot: what a process wrote into the file's tables is not believed beyond that
_LOST = 1
_DAMAGED = 2


class Shared:
    """A file that processes count into. `path`: where they find it."""

    def __init__(self, descriptor, path):
        self._descriptor = descriptor
        self.path = path

    def everything(self, kind=None, strict=True):
        """The sum of what all processes counted, those that ended too. Raises CovtoolsError when some of it is lost; with strict=False it returns what there is."""
        # What was loaded since, while there were threads, could not be moved: its counters are in the memory of this process.
        elsewhere = {os.fsdecode(part.module.path) for _, part in _modules.parts() if part.selected and not part.attached} if self is _shared else ()
        counted = self._snapshot(0, kind, strict)
        if not elsewhere:
            return counted
        own = _process.snapshot(kind)
        return counted.merge(own.only(lambda module: module.path in elsewhere))

    def children(self, kind=None, strict=True):
        """The same without this process."""
        return self._snapshot(1, kind, strict)

    def problem(self):
        """None, or what is wrong with the numbers."""
        flags = native.lib.covrt_file_flags(self._descriptor)
        if flags & _DAMAGED:
            return "%s was damaged by a process that uses it; some of its coverage is left out" % self.path
        if flags & _LOST:
            return "a process could not move its counters into %s; some of its coverage is missing" % self.path
        return None

    def _snapshot(self, others, kind, strict):
        wanted = kinds.mask(kind)
        block, size = native.fill(lambda buffer, room: native.lib.covrt_file_snapshot(self._descriptor, others, wanted, buffer, room),
                                  "%s cannot be read" % self.path, limit=_LIMIT)
        problem = self.problem()
        if strict and problem:
            raise CovtoolsError(problem)
        return Snapshot(block, size)

    def __repr__(self):
        return "<shared counters %s>" % self.path


_shared = None


def share(path=None):
    """From now on this process and the processes that it starts (fork, spawn, multiprocessing, subprocess, and their children) count into shared memory, each by itself.
    Call it before there are threads that execute instrumented code. `path`: a file, on a memory file system if possible, which is there after this process has ended, and
    which processes of others may join by calling `share` with it; else the memory lives as long as this process and those that count into it. Within a process that was
    started by one that shares: joins it. Returns a Shared; a second call returns the first one's."""
    global _shared
    if _shared is not None:
        if path is not None and os.path.realpath(path) != os.path.realpath(_shared.path):
            raise CovtoolsError("this process counts into %s already" % _shared.path)
        return _shared
    known = os.environ.get("COVRT_FILE")
    if path is None and known:
        descriptor = _high(os.open(known, os.O_RDWR | os.O_CLOEXEC))
        path = known
    elif path is not None:
        path = os.path.realpath(os.fsdecode(path))
        descriptor = _high(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        if os.fstat(descriptor).st_size == 0:
            native.check(native.lib.covrt_file_format(descriptor), "%s cannot be used" % path)
    else:
        descriptor = _high(native.check(native.lib.covrt_file_create(), "shared memory cannot be made"))
        path = "/proc/%d/fd/%d" % (os.getpid(), descriptor)
    try:
        native.check(native.lib.covrt_share(descriptor, os.fsencode(path)), "the counters cannot be moved into %s" % path)
    except CovtoolsError:
        os.close(descriptor)
        raise
    _tell_children(path)
    _shared = Shared(descriptor, path)
    return _shared


def open_shared(path):
    """The Shared of a file that others count, or counted, into."""
    return Shared(_high(os.open(path, os.O_RDWR | os.O_CLOEXEC)), os.fsdecode(path))


def _high(descriptor):
    """Programs close low descriptors."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 400)
    os.close(descriptor)
    return moved


def _tell_children(path):
    """For programs that are executed: the dynamic linker loads libcovrt before all others, libcovrt reads COVRT_FILE."""
    os.environ["COVRT_FILE"] = path
    if "LLVM_PROFILE_FILE" in os.environ:
        os.environ.setdefault("COVRT_PROFILE_FILE", os.environ["LLVM_PROFILE_FILE"])
    wanted = [_path_of("libcovrt.so"), _path_of("libmemcov.so")]
    others = [name for name in os.environ.get("LD_PRELOAD", "").replace(" ", ":").split(":") if name and name not in wanted]
    os.environ["LD_PRELOAD"] = ":".join(wanted + others)


def _path_of(name):
    """Of a library that this process has loaded."""
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            path = line.rstrip("\n").split(None, 5)[5:]
            if path and os.path.basename(path[0]) == name:
                return path[0]
    raise CovtoolsError("%s is not loaded" % name)
