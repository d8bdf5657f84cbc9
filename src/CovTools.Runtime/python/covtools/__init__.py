"""Coverage of this process and of its children, in memory: LLVM's source-based coverage and SanitizerCoverage. See docs/python.md."""

from ._children import Shared, open_shared, share
from ._edges import Edge, edges, positions, read_sancov, write_sancov
from ._errors import CovtoolsError, MalformedDataError
from ._modules import Module, by_id as module, loaded as modules, refused
from ._process import covered, depth, merge, new_since, pop, push, reset, restore, snapshot, total
from ._profraw import write_profraw
from ._snapshot import Snapshot, SnapshotModule

load = Snapshot.load


def save(path, kind=None):
    """Writes a snapshot of this process to a file, which `load` reads here or on another machine."""
    snapshot(kind).save(path)


__all__ = [
    "CovtoolsError", "Edge", "MalformedDataError", "Module", "Shared", "Snapshot", "SnapshotModule", "covered", "depth", "edges", "load", "merge", "module", "modules",
    "new_since", "open_shared", "pop", "positions", "push", "read_sancov", "refused", "reset", "restore", "save", "share", "snapshot", "total", "write_profraw",
    "write_sancov",
]
