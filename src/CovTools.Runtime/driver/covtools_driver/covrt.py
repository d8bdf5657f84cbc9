"""Binding of libcovrt (covrt.h). It must have been preloaded into this process."""

import ctypes
import os

ABI = 1
_MAXIMUM_HITS = 1 << 30
_LOST = 1


class CovrtError(Exception):
    """libcovrt is not there, or refused."""


class _Module(ctypes.Structure):
    _fields_ = [
        ("id", ctypes.c_char * 72),
        ("path", ctypes.c_char * 1024),
        ("counters", ctypes.c_uint64),
        ("counters_size", ctypes.c_uint64),
        ("bitmap", ctypes.c_uint64),
        ("bitmap_size", ctypes.c_uint64),
        ("counter_size", ctypes.c_uint32),
        ("state", ctypes.c_uint32),
    ]


class Covrt:
    """The functions of the preloaded library. Raises CovrtError."""

    def __init__(self, path):
        library = ctypes.CDLL(None)
        if not hasattr(library, "covrt_abi"):
            try:
                ctypes.CDLL(path)
            except OSError as error:
                raise CovrtError("libcovrt cannot be loaded: %s" % error) from None
            raise CovrtError("libcovrt can be loaded but the dynamic linker did not preload it into %s" % path)
        library.covrt_abi.restype = ctypes.c_uint32
        abi = library.covrt_abi()
        if abi != ABI:
            raise CovrtError("libcovrt has ABI %d, the driver needs %d" % (abi, ABI))
        library.covrt_refresh.restype = ctypes.c_int
        library.covrt_module_get.argtypes = [ctypes.c_int, ctypes.POINTER(_Module)]
        library.covrt_module_get.restype = ctypes.c_int
        library.covrt_reset.restype = None
        library.covrt_file_create.restype = ctypes.c_int
        library.covrt_file_clear.argtypes = [ctypes.c_int]
        library.covrt_file_clear.restype = ctypes.c_int
        library.covrt_attach.argtypes = [ctypes.c_int, ctypes.c_char_p]
        library.covrt_attach.restype = ctypes.c_int
        library.covrt_file_read.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_uint64]
        library.covrt_file_read.restype = ctypes.c_int64
        library.covrt_memory_read.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
        library.covrt_memory_read.restype = ctypes.c_int64
        library.covrt_file_flags.argtypes = [ctypes.c_int]
        library.covrt_file_flags.restype = ctypes.c_uint32
        self._library = library
        self._buffer = ctypes.create_string_buffer(1 << 18)
        # Bound once: called for every script.
        self._clear = library.covrt_file_clear
        self._attach = library.covrt_attach
        self.reset = library.covrt_reset
        self.refresh = library.covrt_refresh

    def modules(self):
        """What the driver reports about every module with counters, and the reasons why others were refused."""
        found, refused = [], []
        module = _Module()
        for index in range(self._library.covrt_refresh()):
            if self._library.covrt_module_get(index, ctypes.byref(module)) != 0:
                continue
            path = module.path.decode("utf-8", "replace")
            if module.state == 2:
                refused.append("%s is no longer the file that was loaded; its coverage is not measured" % path)
            elif module.state == 0:
                found.append({
                    "id": module.id.decode("ascii", "replace"), "path": path,
                    "counters": module.counters_size, "bitmap": module.bitmap_size,
                })
        return found, refused

    def create(self):
        """Descriptor of a new counters file."""
        return _checked(self._library.covrt_file_create(), "a counters file cannot be made")

    def clear(self, descriptor):
        """Empties a counters file."""
        _checked(self._clear(descriptor), "the counters file cannot be emptied")

    def attach(self, descriptor, path):
        """Moves the counters of this process into the file. `path`: bytes."""
        _checked(self._attach(descriptor, path), "the counters cannot be moved into the counters file")

    def is_complete(self, descriptor):
        """False when some process could not move its counters into the file."""
        return not self._library.covrt_file_flags(descriptor) & _LOST

    def file_hits(self, descriptor):
        """Hits records of a counters file."""
        return self._read(lambda buffer, size: self._library.covrt_file_read(descriptor, buffer, size))

    def memory_hits(self):
        """Hits records of this process."""
        return self._read(self._library.covrt_memory_read)

    def _read(self, function):
        # A process that still runs can make the answer grow between two calls.
        for _ in range(8):
            size = len(self._buffer)
            needed = _checked(function(self._buffer, size), "the counters cannot be read")
            if needed <= size:
                return ctypes.string_at(self._buffer, needed)
            if needed > _MAXIMUM_HITS:
                raise CovrtError("%d bytes of hits are more than is possible" % needed)
            self._buffer = ctypes.create_string_buffer(needed + needed // 4)
        raise CovrtError("the counters change while they are read")


def _checked(result, what):
    if result < 0:
        raise CovrtError("%s: %s" % (what, os.strerror(-result)))
    return result
