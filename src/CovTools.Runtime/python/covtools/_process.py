"""The counters of this process."""

import ctypes

from . import _kinds as kinds, _modules as module, _native as native
from ._errors import CovtoolsError
from ._snapshot import Snapshot

_HOW = {"restore": 0, "merge": 1, "drop": 2}
_STACK = 0
_size = 0  # of the last snapshot: the next one probably is as large


def total(kind=None):
    """Counters and edges that the process has. `kind`: None (all), "llvm" or "edges"."""
    return native.check(native.lib.covrt_total(kinds.mask(kind)), "the counters cannot be read")


def covered(kind=None):
    """Counters and edges that were executed since the start, or the last reset."""
    return native.check(native.lib.covrt_covered(kinds.mask(kind)), "the counters cannot be read")


def reset(kind=None):
    """Sets all counters and edges to "not executed"."""
    native.lib.covrt_reset_kinds(kinds.mask(kind))


def snapshot(kind=None):
    """The counters and edges as they are now."""
    global _size
    wanted = kinds.mask(kind)
    block, _size = native.fill(lambda buffer, size: native.lib.covrt_snapshot(wanted, buffer, size), "the counters cannot be read", _size)
    return Snapshot(block, _size)


def restore(value, strict=True):
    """Sets counters and edges to those of a snapshot; modules loaded since then, to "not executed". When modules of the snapshot are not loaded, or are of another build:
    CovtoolsError and nothing is changed, or (strict=False) they are left out. Returns how many were left out."""
    return _apply(value, 0, strict)


def merge(value, strict=True):
    """Adds the counters and edges of a snapshot to those of the process. Otherwise like `restore`."""
    return _apply(value, 1, strict)


def new_since(before):
    """{module: indices of the counters or edges that are executed now and were not in the snapshot `before`}, modules with at least one."""
    address, size = before.block()
    capacity = 1024
    while True:
        found = (ctypes.c_uint64 * capacity)()
        count = native.check(native.lib.covrt_new(address, size, found, capacity), "the counters cannot be compared")
        if count <= capacity:
            break
        capacity = count + count // 4
    indices = {}
    for value in found[:count]:
        indices.setdefault(value >> 48, []).append(value & 0xFFFFFFFFFFFF)
    parts = dict(module.parts()) if indices else {}
    return {module.Module(index, parts[index]): values for index, values in indices.items()}


class Pushed:
    """What `push` returns: as a context manager it pops at the end of the block."""

    def __init__(self, depth, how):
        self.depth = depth
        self._how = how

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if depth() != self.depth:
            raise CovtoolsError("the counters were pushed %d times here, %d at the end of the block" % (self.depth, depth()))
        pop(self._how)


def push(kind=None, how="merge"):
    """Lays the counters aside and begins anew from nothing. `how`: of `pop`, when the result is used with `with`."""
    _check_how(how)
    return Pushed(native.check(native.lib.covrt_push(_STACK, kinds.mask(kind)), "the counters cannot be pushed"), how)


def pop(how="merge"):
    """Brings back what was pushed last. "merge": adds it to what was counted since; "restore": forgets what was counted since; "drop": forgets what was pushed."""
    if depth() == 0:
        raise CovtoolsError("nothing was pushed")
    native.check(native.lib.covrt_pop(_STACK, _check_how(how)), "the counters cannot be popped")


def depth():
    """How often the counters were pushed and not popped."""
    return native.lib.covrt_depth(_STACK)


def _check_how(how):
    if how not in _HOW:
        raise ValueError("how is 'merge', 'restore' or 'drop', not %r" % (how,))
    return _HOW[how]


def _apply(value, how, strict):
    missing = native.check(native.lib.covrt_apply(*value.block(), how, int(strict)), "the snapshot cannot be brought back")
    if strict and missing:
        raise CovtoolsError("%d of the %d modules of the snapshot are not loaded here, or are of another build" % (missing, len(value.modules)))
    return missing
