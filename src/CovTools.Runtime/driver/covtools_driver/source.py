"""Reads scripts."""

import os
import stat

try:
    from _sha2 import sha256  # Python 3.12 and later
except ImportError:
    try:
        # Not hashlib: it loads OpenSSL, which every fork of the zygote would pay for.
        from _sha256 import sha256
    except ImportError:
        from hashlib import sha256

_MAXIMUM = 64 << 20


class SourceError(Exception):
    """The script cannot be run, and trying again does not help."""


def locate(corpus, path):
    """The absolute path of a script. Raises SourceError when `path` leaves the corpus."""
    parts = path.split("/")
    if not path or path.startswith("/") or "\0" in path or ".." in parts:
        raise SourceError("the path %r is not one inside the corpus" % path)
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise SourceError("the path %r cannot be expressed in the file system's encoding" % path) from None
    return corpus.rstrip("/") + "/" + path


def read(path):
    """Bytes of a script. Raises SourceError."""
    try:
        # Opening a named pipe must not wait for its writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise SourceError("%s cannot be read: %s" % (path, error.strerror)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("%s is not a file" % path)
        if status.st_size > _MAXIMUM:
            raise SourceError("%s has %d bytes; %d is the most" % (path, status.st_size, _MAXIMUM))
        pieces = []
        left = _MAXIMUM + 1
        while left:
            piece = os.read(descriptor, min(left, max(status.st_size + 1, 4096)))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        else:
            raise SourceError("%s grew beyond %d bytes" % (path, _MAXIMUM))
        return b"".join(pieces)
    except OSError as error:
        raise SourceError("%s cannot be read: %s" % (path, error.strerror)) from None
    finally:
        os.close(descriptor)


def check(path):
    """That an input of a command is a readable file. Raises SourceError."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise SourceError("%s is not a file" % path)
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except OSError as error:
        raise SourceError("%s cannot be read: %s" % (path, error.strerror)) from None
