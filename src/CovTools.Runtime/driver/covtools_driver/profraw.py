"""Profiles written by the LLVM runtime."""

import os
import stat

# %p: every executed program has files of its own. The runtime expands it when a module is loaded, so a forked process shares its parent's;
# hence also %m: a file per module, written under a lock and added up, where a plain name would be appended to by both at once.
PATTERN = "%p-%m.profraw"

_MAGICS = frozenset(
    letters if order else letters[::-1]
    for letters in (b"\xfflprofr\x81", b"\xfflprofR\x81")
    for order in (True, False))
_MAXIMUM = 1 << 30


def is_profile(data):
    """Whether these bytes begin as a raw profile does."""
    return bytes(data[:8]) in _MAGICS


def collect(directory):
    """(all profiles of a directory, one after the other; reason why that is not all, or None)."""
    pieces = []
    total = 0
    reason = None
    try:
        names = sorted(os.listdir(directory))
    except OSError as error:
        return b"", "the directory of profiles is gone: %s" % error.strerror
    for name in names:
        if not name.endswith(".profraw"):
            continue
        try:
            data = _read(directory + "/" + name, _MAXIMUM - total)
        except OSError as error:
            reason = "a profile cannot be read: %s" % error.strerror
            continue
        if data is None:
            reason = "the profiles of the script are larger than %d bytes" % _MAXIMUM
        elif not data:
            reason = "the LLVM runtime left an empty profile: a process ended before it could write it"
        elif not is_profile(data):
            reason = "%s is not a raw profile" % name
        else:
            pieces.append(data)
            total += len(data)
    return b"".join(pieces), reason


def _read(path, limit):
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return b"?"
        if status.st_size > limit:
            return None
        return file.read(status.st_size)
