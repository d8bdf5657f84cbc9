"""Binding of libcovrt (covrt.h)."""

import ctypes
import os
import platform

from ._errors import CovtoolsError

ABI = 1

# Kinds of what is counted; functions take a sum of them.
LLVM = 1
COUNTERS8 = 2
FLAGS = 4
GUARDS = 8
EDGES = COUNTERS8 | FLAGS | GUARDS
ALL = LLVM | EDGES

_u32, _u64, _i64, _int, _p = ctypes.c_uint32, ctypes.c_uint64, ctypes.c_int64, ctypes.c_int, ctypes.c_void_p


class ModuleStruct(ctypes.Structure):
    """struct covrt_module"""
    _fields_ = [
        ("id", ctypes.c_char * 72), ("path", ctypes.c_char * 1024), ("counters", _u64), ("counters_size", _u64),
        ("bitmap", _u64), ("bitmap_size", _u64), ("counter_size", _u32), ("state", _u32),
    ]


class PartStruct(ctypes.Structure):
    """struct covrt_part"""
    _fields_ = [
        ("module", ModuleStruct), ("kind", _u32), ("selected", _u32), ("base", _u64), ("pcs", _u64), ("pcs_size", _u64), ("attached", _u64), ("callers", _u64),
    ]


_SIGNATURES = {
    "covrt_abi": (_u32, []),
    "covrt_refresh": (_int, []),
    "covrt_part_get": (_int, [_int, ctypes.POINTER(PartStruct)]),
    "covrt_reset_kinds": (None, [_u32]),
    "covrt_total": (_i64, [_u32]),
    "covrt_covered": (_i64, [_u32]),
    "covrt_snapshot": (_i64, [_u32, _p, _u64]),
    "covrt_apply": (_int, [_p, _u64, _int, _int]),
    "covrt_new": (_i64, [_p, _u64, _p, _u64]),
    "covrt_push": (_int, [_u32, _u32]),
    "covrt_pop": (_int, [_u32, _int]),
    "covrt_depth": (_int, [_u32]),
    "covrt_block_check": (_int, [_p, _u64, ctypes.POINTER(_u64)]),
    "covrt_block_reason": (ctypes.c_char_p, [_int]),
    "covrt_block_seal": (None, [_p, _u64]),
    "covrt_values_count": (_u64, [_u32, _u32, _p, _u64]),
    "covrt_values_merge": (None, [_u32, _u32, _int, _p, _p, _u64]),
    "covrt_values_subtract": (None, [_u32, _u32, _int, _p, _p, _u64]),
    "covrt_values_new": (_u64, [_u32, _u32, _p, _p, _u64, _p, _u64]),
    "covrt_values_clear": (None, [_u32, _u32, _p, _u64]),
    "covrt_share": (_int, [_int, ctypes.c_char_p]),
    "covrt_file_create": (_int, []),
    "covrt_file_format": (_int, [_int]),
    "covrt_file_clear": (_int, [_int]),
    "covrt_file_flags": (_u32, [_int]),
    "covrt_file_snapshot": (_i64, [_int, _int, _u32, _p, _u64]),
}


def folder():
    """Where libcovrt.so and libmemcov.so for this machine are; COVTOOLS_LIBRARIES says another place."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine())
    if machine is None:
        raise CovtoolsError("covtools supports x86-64 and aarch64, this machine is %s" % platform.machine())
    places = os.environ.get("COVTOOLS_LIBRARIES") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib")
    return os.path.join(places, "linux-" + machine)


def _load(name):
    """The library that this process has already, wherever from, since there must not be two that count; else ours. Either becomes visible to what is loaded later,
    behind all that is loaded already: who has call-backs of SanitizerCoverage of its own keeps them."""
    try:
        return ctypes.CDLL(name, mode=os.RTLD_NOLOAD | os.RTLD_NOW | os.RTLD_GLOBAL)
    except OSError:
        try:
            return ctypes.CDLL(os.path.join(folder(), name), mode=ctypes.RTLD_GLOBAL)
        except OSError as error:
            raise CovtoolsError("%s cannot be loaded: %s" % (name, error)) from None


def _open():
    library = _load("libcovrt.so")
    _load("libmemcov.so")
    if library.covrt_abi() != ABI:
        raise CovtoolsError("libcovrt has ABI %d, this module needs %d" % (library.covrt_abi(), ABI))
    for name, (result, arguments) in _SIGNATURES.items():
        if not hasattr(library, name):
            raise CovtoolsError("the libcovrt that this process has loaded is older than this module: it lacks %s" % name)
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


lib = _open()


def check(result, what):
    """The result of a function; raises CovtoolsError when it is an error."""
    if result < 0:
        raise CovtoolsError("%s: %s" % (what, os.strerror(-result)))
    return result


def fill(call, what, first=0, limit=None):
    """A buffer that `call(buffer, size)` filled: it returns the size that it needs. Something that runs can make that grow between two calls."""
    size = first
    for _ in range(8):
        buffer = ctypes.create_string_buffer(size) if size else None
        needed = check(call(buffer, size), what)
        if limit is not None and needed > limit:
            raise CovtoolsError("%s: %d bytes are more than is possible" % (what, needed))
        if 0 < needed <= size:
            return buffer, needed
        size = max(needed, 64)
    raise CovtoolsError("%s: it changes while it is read" % what)
