"""Answers to `read`: pieces of files that the driver can see."""

import os
import stat
from collections import deque

from .protocol import is_count, message
from .text import clean, describe

_STEP = 1 << 20
_LONGEST = 64 << 20


class FileReads:
    """Serves requests one after the other, a megabyte per turn of the event loop."""

    def __init__(self, output):
        self._output = output
        self._requests = deque()
        self._descriptor = None
        self._data = None
        self._total = 0

    @property
    def busy(self):
        """Whether step() has something to do."""
        return bool(self._requests)

    def add(self, fields):
        """A `read` message."""
        self._requests.append(fields)

    def step(self):
        """One piece of work."""
        fields = self._requests[0]
        try:
            finished = self._advance(fields)
        except (OSError, ValueError) as error:
            self._close()
            self._requests.popleft()
            self._output.put(message({"event": "error", "request": fields.get("request"), "reason": clean(_reason(error))}))
            return
        if finished:
            data, total = self._data, self._total
            self._close()
            self._requests.popleft()
            self._output.put(message({"event": "data", "request": fields.get("request"), "total": total}, bytes(data)))

    def _advance(self, fields):
        path, offset, length = fields.get("path"), fields.get("offset", 0), fields.get("length", 0)
        if self._descriptor is None:
            if not isinstance(path, str) or not path.startswith("/") or "\0" in path:
                raise ValueError("path must be an absolute path")
            if not is_count(offset) or not is_count(length):
                raise ValueError("offset and length must be numbers of bytes")
            if length > _LONGEST:
                raise ValueError("more than %d bytes are asked for at once" % _LONGEST)
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
            status = os.fstat(self._descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise ValueError("%s is not a file" % path)
            self._total = status.st_size
            self._data = bytearray()
        wanted = min(length, max(0, self._total - offset)) - len(self._data)
        if wanted <= 0:
            return True
        piece = os.pread(self._descriptor, min(wanted, _STEP), offset + len(self._data))
        if not piece:
            raise ValueError("%s became shorter while it was read" % path)
        self._data += piece
        return len(piece) == wanted

    def _close(self):
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None
        self._data = None


def _reason(error):
    return describe(error) if isinstance(error, OSError) else str(error)
