"""A page shared between a script's process and its worker: what happened, told without the script's own channels."""

import mmap
import os
import struct

from . import linux

_STATE = struct.Struct("<BBH")
_CPU = struct.Struct("<d")
_NAME_AT = 16
_NAME_LIMIT = 512
_TEXT_AT = 1024
_TEXT_LIMIT = 2048
SIZE = 4096

NOTHING = 0    # the process ended (or runs) before our code said anything
STARTED = 1    # the script itself began
EXCEPTION = 2  # an uncaught exception reached the top
BROKEN = 3     # the process could not be prepared; the script did not run


class Cell:
    """Written by one process of the script at most; everything read from it is checked, for a script may overwrite it."""

    def __init__(self, descriptor=None):
        """Maps `descriptor`, or makes a page of its own."""
        self.descriptor = linux.move_high(linux.anonymous_file("covtools-cell")) if descriptor is None else descriptor
        if descriptor is None:
            os.ftruncate(self.descriptor, SIZE)
        self._map = mmap.mmap(self.descriptor, SIZE)

    def clear(self):
        """For the next script."""
        self._map[:_TEXT_AT + 2] = bytes(_TEXT_AT + 2)

    def set_started(self, cpu):
        """`cpu`: seconds that the process had used when the script began."""
        _CPU.pack_into(self._map, 4, cpu)
        self._map[0] = STARTED

    def set_exception(self, name, out_of_memory):
        """The type of the uncaught exception."""
        encoded = name.encode("utf-8", "replace")[:_NAME_LIMIT]
        self._map[_NAME_AT:_NAME_AT + len(encoded)] = encoded
        _STATE.pack_into(self._map, 0, EXCEPTION, 1 if out_of_memory else 0, len(encoded))

    def set_broken(self, reason):
        """Why the script could not be started."""
        encoded = reason.encode("utf-8", "replace")[:_TEXT_LIMIT]
        self._map[_TEXT_AT:_TEXT_AT + 2 + len(encoded)] = struct.pack("<H", len(encoded)) + encoded
        self._map[0] = BROKEN

    @property
    def state(self):
        return self._map[0]

    @property
    def cpu_before(self):
        """Seconds; 0 when the value makes no sense."""
        value, = _CPU.unpack_from(self._map, 4)
        return value if 0 <= value < 1e9 else 0.0

    @property
    def exception(self):
        """(name, out of memory) or (None, False)."""
        state, memory, length = _STATE.unpack_from(self._map, 0)
        if state != EXCEPTION:
            return None, False
        name = bytes(self._map[_NAME_AT:_NAME_AT + min(length, _NAME_LIMIT)])
        return name.decode("utf-8", "replace") or "?", memory != 0

    @property
    def broken(self):
        """The reason, or None."""
        if self._map[0] != BROKEN:
            return None
        length, = struct.unpack_from("<H", self._map, _TEXT_AT)
        text = bytes(self._map[_TEXT_AT + 2:_TEXT_AT + 2 + min(length, _TEXT_LIMIT)])
        return text.decode("utf-8", "replace")
