"""Edges of SanitizerCoverage: where they are, in addresses and in sources, and .sancov files (LLVM: sanitizer_coverage_libcdep_new.cpp)."""

import ctypes
import os
import platform
import struct

from . import _elf, _modules, _native as native, _symbolizer
from ._errors import CovtoolsError, MalformedDataError

_MAGIC64 = 0xC0BFFFFFFFFFFF64
_MAGIC32 = 0xC0BFFFFFFFFFFF32
_MAXIMUM = 1 << 30
_BACK = {"x86_64": 1, "aarch64": 4}  # from where a call returns to, into the call


class Edge:
    """`index` in its module, `covered`, `address` (in the file; None when it is not known), `is_entry` (of a function; None when it is not known)."""

    __slots__ = ("index", "covered", "address", "is_entry")

    def __init__(self, index, covered, address, is_entry):
        self.index, self.covered, self.address, self.is_entry = index, covered, address, is_entry

    def __repr__(self):
        return "<edge %d at %s%s>" % (self.index, "?" if self.address is None else hex(self.address), " covered" if self.covered else "")


def edges(module):
    """The edges of a loaded module. Addresses come from its table (-fsanitize-coverage=pc-table); without one, guards know them of what was executed in this process."""
    part = _current(module)
    covered = module.hits()
    table = _table(part, len(covered))
    callers = _callers(part, len(covered))
    result = []
    for index, hit in enumerate(covered):
        address = is_entry = None
        if table is not None:
            address, is_entry = table[2 * index] - part.base, bool(table[2 * index + 1] & 1)
        elif callers is not None and callers[index]:
            address = _call(callers[index]) - part.base
        result.append(Edge(index, bool(hit), address, is_entry))
    return result


def positions(module, wanted=None):
    """{edge: (function, file, line, column)} of some edges, or of all; by llvm-symbolizer or addr2line and the debug info of the module. "" and 0 stand for what that does
    not say. Raises CovtoolsError when no edge has an address, when neither program is installed, or when the module's file is another build now."""
    chosen = [edge for edge in (edges(module) if wanted is None else wanted) if edge.address is not None]
    if not chosen:
        raise CovtoolsError("the addresses of the edges of %s are not known: compile with -fsanitize-coverage=pc-table" % module.path)
    if not module.id.startswith("fnv") and _elf.ElfFile(module.path).build_id != module.id:
        raise CovtoolsError("%s is another build now" % module.path)
    return dict(zip(chosen, _symbolizer.positions(module.path, [edge.address for edge in chosen])))


def write_sancov(folder="."):
    """Writes the covered edges of every loaded module to FOLDER/NAME.PID.sancov, as a sanitizer's runtime does: of guards where the call-backs are called, of others what the
    table says. Returns the paths. Raises CovtoolsError when the addresses of a module's edges are not known."""
    paths = []
    for module in _modules.loaded("edges"):
        part = _current(module)
        covered = [index for index, hit in enumerate(module.hits()) if hit]
        callers, table = _callers(part, module.total), _table(part, module.total)
        if callers is not None and all(callers[index] for index in covered):
            addresses = [_call(callers[index]) for index in covered]
        elif table is not None:
            addresses = [table[2 * index] for index in covered]
        elif covered:
            raise CovtoolsError("the addresses of the edges of %s are not known: compile with -fsanitize-coverage=pc-table" % module.path)
        else:
            continue
        path = os.path.join(folder, "%s.%d.sancov" % (os.path.basename(module.path), os.getpid()))
        if path in paths:
            raise CovtoolsError("two modules would be written to %s" % path)
        offsets = sorted(address - part.base for address in addresses)
        with open(path, "wb") as file:
            file.write(struct.pack("<%dQ" % (1 + len(offsets)), _MAGIC64, *offsets))
        paths.append(path)
    return paths


def read_sancov(path):
    """The addresses in a .sancov file, as they are there. Raises MalformedDataError, OSError."""
    name = os.fsdecode(path)
    with open(path, "rb") as file:
        data = file.read(_MAXIMUM + 1)
    if len(data) > _MAXIMUM:
        raise MalformedDataError(name, _MAXIMUM, "it has more than %d bytes" % _MAXIMUM)
    if len(data) < 8:
        raise MalformedDataError(name, len(data), "it ends before its header does")
    for order in "<>":
        magic, = struct.unpack_from(order + "Q", data)
        if magic in (_MAGIC64, _MAGIC32):
            width = 8 if magic == _MAGIC64 else 4
            if (len(data) - 8) % width:
                raise MalformedDataError(name, len(data) - (len(data) - 8) % width, "the last address is not complete")
            return [address for address, in struct.iter_unpack(order + ("Q" if width == 8 else "I"), data[8:])]
    raise MalformedDataError(name, 0, "it is no .sancov file")


def _current(module):
    if module.kind == "llvm":
        raise CovtoolsError("%s: these are counters of source-based coverage, not edges" % module.path)
    module._place()
    part = native.PartStruct()
    native.lib.covrt_part_get(module._index, ctypes.byref(part))
    return part


def _table(part, count):
    if part.pcs_size != 16 * count or count == 0:
        return None
    return (ctypes.c_uint64 * (2 * count)).from_address(part.pcs)


def _callers(part, count):
    return (ctypes.c_uint64 * count).from_address(part.callers) if part.callers else None


def _call(address):
    return address - _BACK[platform.machine()]
