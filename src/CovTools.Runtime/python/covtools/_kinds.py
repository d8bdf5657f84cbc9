"""Names of what is counted."""

from . import _native as native

NAMES = {native.LLVM: "llvm", native.COUNTERS8: "8bit-counters", native.FLAGS: "bool-flags", native.GUARDS: "pc-guards"}
_MASKS = {None: native.ALL, "all": native.ALL, "llvm": native.LLVM, "edges": native.EDGES}


def mask(kind):
    """The sum of kinds that a name stands for: None (everything), "llvm" or "edges"."""
    try:
        return _MASKS[kind]
    except (KeyError, TypeError):
        raise ValueError("kind is None, 'llvm' or 'edges', not %r" % (kind,)) from None
