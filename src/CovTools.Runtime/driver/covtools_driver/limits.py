"""Resource limits of a script."""

import resource

from . import linux


def limit_files(file_size):
    """No core files; no file larger than `file_size` bytes (0: unlimited)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if file_size:
        _lower(resource.RLIMIT_FSIZE, file_size)


def limit_memory(memory, base=None):
    """At most `memory` bytes of address space more than `base`, the present size when not given (0: unlimited)."""
    if memory:
        _lower(resource.RLIMIT_AS, (linux.virtual_size() if base is None else base) + memory)


def _lower(kind, value):
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    # RLIM_INFINITY is -1; a larger number than the kernel knows means the same.
    if value < 1 << 63:
        resource.setrlimit(kind, (value, value))
