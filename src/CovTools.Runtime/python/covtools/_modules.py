"""Modules of this process."""

import ctypes
import os

from . import _kinds as kinds, _native as native, _snapshot as snapshot
from ._errors import CovtoolsError


class Module:
    """One module that this process has loaded, and one kind of what is counted in it: `id` (build id), `path`, `kind`, `counter_size`, `base` (address in memory
    minus address in the file)."""

    def __init__(self, index, part):
        self._index = index
        self._part = part
        self._kind = part.kind
        self.kind = kinds.NAMES[part.kind]
        self.id = part.module.id.decode("ascii", "replace")
        self.path = os.fsdecode(part.module.path)
        self.counter_size = part.module.counter_size
        self.base = part.base

    @property
    def total(self):
        """Counters or edges that there are."""
        return self._part.module.counters_size // self.counter_size

    @property
    def covered(self):
        """Counters or edges that were executed until now."""
        return native.lib.covrt_values_count(self._kind, self.counter_size, *self._place())

    def view(self):
        """The counters or edges themselves, as a memory view without a copy: numbers of `counter_size` bytes that change while the program runs and can be written. Of
        LLVM's single-byte counters 0 is executed, of all others 0 is not. The module stays loaded from now on, since the view would else lead nowhere."""
        address, size = self._place()
        if self._kind != native.GUARDS and not hasattr(self, "_keep") and self.path != os.path.realpath("/proc/self/exe"):
            try:
                self._keep = ctypes.CDLL(self.path, mode=os.RTLD_NOLOAD | os.RTLD_NOW)
            except OSError as error:
                raise CovtoolsError("%s cannot be kept loaded: %s" % (self.path, error)) from None
        array = (ctypes.c_char * size).from_address(address)
        array.module = self
        return memoryview(array).cast("B").cast("Q" if self.counter_size == 8 else "B")

    def array(self):
        """The same as a NumPy array, without a copy."""
        import numpy
        return numpy.frombuffer(self.view(), dtype=numpy.uint64 if self.counter_size == 8 else numpy.uint8)

    def hits(self):
        """A byte for each counter or edge: 1 executed, 0 not."""
        view = self.view()
        if self._kind == native.LLVM and self.counter_size == 1:
            return bytes(value == 0 for value in view)
        return bytes(map(bool, view))

    def _place(self):
        # The number of a module stays with it; that it is still loaded has to be asked for.
        native.check(native.lib.covrt_refresh(), "the modules cannot be found")
        now = native.PartStruct()
        if native.lib.covrt_part_get(self._index, ctypes.byref(now)) != 0 or now.module.state != 0 or now.module.counters != self._part.module.counters \
                or now.module.id != self._part.module.id:
            raise CovtoolsError("%s is no longer loaded" % self.path)
        return now.module.counters, now.module.counters_size

    def __repr__(self):
        return "<%s %s %s>" % (self.kind, self.id, self.path)


def parts():
    """[(index, part)] of all that was ever loaded; `state` and `selected` say what is there."""
    found = []
    for index in range(native.check(native.lib.covrt_refresh(), "the modules cannot be found")):
        part = native.PartStruct()
        if native.lib.covrt_part_get(index, ctypes.byref(part)) == 0:
            found.append((index, part))
    return found


def loaded(kind=None):
    """Modules with counters or edges that are loaded now."""
    return [Module(index, part) for index, part in parts() if part.selected and part.kind & kinds.mask(kind)]


def refused():
    """Paths of modules whose counters are not counted, because their file is no longer the one that was loaded."""
    return [os.fsdecode(part.module.path) for _, part in parts() if part.module.state == 2]


def by_id(identity, kind=None):
    """The loaded module with a build id, or the beginning of one."""
    return snapshot.find(loaded(kind), identity)
