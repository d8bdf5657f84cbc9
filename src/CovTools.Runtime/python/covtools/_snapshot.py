"""Snapshots: counters as values."""

import ctypes
import os
import struct

from . import _kinds as kinds, _native as native
from ._errors import CovtoolsError, MalformedDataError

_HEADER = struct.Struct("<4sIIIQQ32x")
_MODULE = struct.Struct("<IIQQQQ72s1024s16x")


class SnapshotModule:
    """One module of a snapshot: `id`, `path`, `kind`, `counter_size`, and its bytes `counters` and `bitmap` (memory views, without a copy)."""

    def __init__(self, view, fields):
        self._kind, self.counter_size, size, bitmap_size, at, bitmap_at, identity, path = fields
        self.kind = kinds.NAMES[self._kind]
        self.id = identity.split(b"\0", 1)[0].decode("ascii", "replace")
        self.path = os.fsdecode(path.split(b"\0", 1)[0])
        self.counters = view[at:at + size]
        self.bitmap = view[bitmap_at:bitmap_at + bitmap_size]

    @property
    def key(self):
        """What has to be equal so that two of them can be calculated with."""
        return self.id, self._kind, self.counter_size, len(self.counters), len(self.bitmap)

    @property
    def total(self):
        """Counters or edges that there are."""
        return len(self.counters) // self.counter_size

    @property
    def covered(self):
        """Counters or edges that were executed."""
        return native.lib.covrt_values_count(self._kind, self.counter_size, address(self.counters), len(self.counters))

    def values(self):
        """The counters as a memory view of numbers."""
        return self.counters.cast("Q") if self.counter_size == 8 else self.counters

    def merge(self, other):
        """Adds the values of the same module of another snapshot."""
        for bits, into, what in ((0, self.counters, other.counters), (1, self.bitmap, other.bitmap)):
            native.lib.covrt_values_merge(self._kind, self.counter_size, bits, address(into), address(what), len(into))

    def subtract(self, other):
        """Takes the values of the same module of another snapshot away; nothing becomes less than not executed."""
        for bits, into, what in ((0, self.counters, other.counters), (1, self.bitmap, other.bitmap)):
            native.lib.covrt_values_subtract(self._kind, self.counter_size, bits, address(into), address(what), len(into))

    def new_since(self, before):
        """Indices of what is executed here and not in `before`; None stands for a module of which nothing was executed."""
        if before is None:
            before = SnapshotModule.__new__(SnapshotModule)
            before.counters = memoryview(bytearray(len(self.counters)))
            native.lib.covrt_values_clear(self._kind, self.counter_size, address(before.counters), len(before.counters))
        arguments = (self._kind, self.counter_size, address(self.counters), address(before.counters), len(self.counters))
        count = native.lib.covrt_values_new(*arguments, None, 0)
        indices = (ctypes.c_uint64 * count)()
        native.lib.covrt_values_new(*arguments, indices, count)
        return list(indices)

    def __repr__(self):
        return "<%s %s %s: %d of %d>" % (self.kind, self.id, self.path, self.covered, self.total)


class Snapshot:
    """The counters of a process, or of several, at one instant. A value: it does not change when the process runs on."""

    def __init__(self, block, size):
        """Of a block of libcovrt that was checked, or that it made."""
        self._block = block
        self._size = size
        view = memoryview(block).cast("B")[:size]
        _, _, count, self._kinds, _, _ = _HEADER.unpack_from(view, 0)
        self.modules = [SnapshotModule(view, _MODULE.unpack_from(view, _HEADER.size + i * _MODULE.size)) for i in range(count)]

    @classmethod
    def load(cls, path):
        """Reads what `save` wrote, perhaps on another machine. Raises MalformedDataError when the file is damaged or something else, OSError when it cannot be read."""
        path = os.fspath(path)
        with open(path, "rb") as file:
            data = file.read()
        return cls.from_bytes(data, path)

    @classmethod
    def from_bytes(cls, data, name="snapshot"):
        """The same from memory."""
        size = len(data)
        block = ctypes.create_string_buffer(max(size, 1))
        ctypes.memmove(block, bytes(data), size)
        offset = ctypes.c_uint64()
        reason = native.lib.covrt_block_check(block, size, ctypes.byref(offset))
        if reason != 0:
            raise MalformedDataError(os.fsdecode(name), offset.value, native.lib.covrt_block_reason(reason).decode())
        return cls(block, size)

    def __bytes__(self):
        native.lib.covrt_block_seal(self._block, self._size)
        return ctypes.string_at(self._block, self._size)

    def save(self, path):
        """Writes the snapshot beside `path` and renames it: a reader never sees half of one."""
        path = os.fspath(path)
        temporary = "%s.%d.tmp" % (os.fsdecode(path), os.getpid())
        try:
            with open(temporary, "xb") as file:
                file.write(bytes(self))
            os.replace(temporary, path)
        except BaseException:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise

    def __reduce__(self):
        return Snapshot.from_bytes, (bytes(self),)

    def copy(self):
        """An independent one."""
        block = ctypes.create_string_buffer(self._size)
        ctypes.memmove(block, self._block, self._size)
        return Snapshot(block, self._size)

    def total(self, kind=None):
        """Counters and edges that there are."""
        return sum(module.total for module in self._of(kind))

    def covered(self, kind=None):
        """Counters and edges that were executed."""
        return sum(module.covered for module in self._of(kind))

    def module(self, identity):
        """The module with a build id, or the beginning of one."""
        return find(self.modules, identity)

    def merge(self, *others):
        """A snapshot with the sum of this one and others: modules of any of them."""
        everything = [self] + list(others)
        chosen = {}
        for snapshot in everything:
            for module in snapshot.modules:
                chosen.setdefault(module.key, module)
        result = _assemble(list(chosen.values()), self._kinds)
        places = {module.key: module for module in result.modules}
        for snapshot in everything:
            for module in snapshot.modules:
                if chosen.pop(module.key, None) is None:  # else its values are there already
                    places[module.key].merge(module)
        return result

    def only(self, wanted):
        """A snapshot with those of the modules for which `wanted(module)` is true."""
        return _assemble([module for module in self.modules if wanted(module)], self._kinds)

    def minus(self, before):
        """What was counted between `before` and this one."""
        result = self.copy()
        old = {module.key: module for module in before.modules}
        for module in result.modules:
            if module.key in old:
                module.subtract(old[module.key])
        return result

    def new_since(self, before):
        """{module: indices of what is executed here and not in `before`}, modules with at least one."""
        old = {module.key: module for module in before.modules}
        found = ((module, module.new_since(old.get(module.key))) for module in self.modules)
        return {module: indices for module, indices in found if indices}

    def __eq__(self, other):
        if not isinstance(other, Snapshot):
            return NotImplemented
        return self._values() == other._values()

    __hash__ = None

    def __repr__(self):
        return "<snapshot of %d modules: %d of %d>" % (len(self.modules), self.covered(), self.total())

    def _values(self):
        return sorted((module.key, bytes(module.counters), bytes(module.bitmap)) for module in self.modules)

    def _of(self, kind):
        wanted = kinds.mask(kind)
        return (module for module in self.modules if module._kind & wanted)

    def block(self):
        """(address, size) for libcovrt."""
        return ctypes.addressof(self._block), self._size


def find(modules, identity):
    """The one of some modules whose id begins so. Raises CovtoolsError when there is none, or several."""
    found = [module for module in modules if module.id.startswith(identity)]
    if len(found) != 1:
        raise CovtoolsError("%s module has the id %s" % ("no" if not found else "more than one", identity))
    return found[0]


def address(view):
    """Address of the bytes of a writable memory view; None when it has none."""
    return ctypes.addressof(ctypes.c_char.from_buffer(view)) if len(view) else None


def _assemble(modules, wanted):
    """A snapshot with the values of these modules."""
    def up(at):
        return (at + 63) & ~63
    at = _HEADER.size + _MODULE.size * len(modules)
    places = []
    for module in modules:
        counters = up(at)
        at = counters + len(module.counters)
        bitmap = up(at) if len(module.bitmap) else 0
        at = bitmap + len(module.bitmap) if bitmap else at
        places.append((counters, bitmap))
    block = ctypes.create_string_buffer(at)
    _HEADER.pack_into(block, 0, b"CVSN", 1, len(modules), wanted, at, 0)
    view = memoryview(block).cast("B")
    for number, (module, (counters, bitmap)) in enumerate(zip(modules, places)):
        size, bits = len(module.counters), len(module.bitmap)
        _MODULE.pack_into(block, _HEADER.size + number * _MODULE.size, module._kind, module.counter_size, size, bits, counters, bitmap,
                          module.id.encode(), os.fsencode(module.path))
        view[counters:counters + size] = module.counters
        view[bitmap:bitmap + bits] = module.bitmap
    return Snapshot(block, at)
