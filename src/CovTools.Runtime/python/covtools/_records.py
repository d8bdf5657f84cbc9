"""The function records of LLVM's profiling, `__llvm_prf_data`, by raw version (LLVM: InstrProfData.inc)."""

import re
import struct

from ._errors import CovtoolsError

SINGLE_BYTE = 1 << 60
_FLAGS = 0xFFFFFFFF << 32


class Layout:
    """Size of a record and offsets of its fields."""

    def __init__(self, size, bitmap, counters, sites, kinds, bitmap_size):
        self.size, self.bitmap, self.counters, self.sites, self.kinds, self.bitmap_size = size, bitmap, counters, sites, kinds, bitmap_size


LAYOUTS = {
    7: Layout(48, None, 40, 44, 2, None),
    8: Layout(48, None, 40, 44, 2, None),
    9: Layout(64, 24, 48, 52, 2, 56),
    10: Layout(64, 24, 48, 52, 3, 60),
    11: Layout(72, 32, 56, 60, 3, 68),
}

# Raw versions that a release of clang writes.
_RELEASES = {7: (13, 13), 8: (14, 17), 9: (18, 18), 10: (19, 22), 11: (23, 23)}


class Sections:
    """Where the parts of a module are, by addresses of the file; `data` are the bytes of its records. `base`: what was added to addresses in them."""

    def __init__(self, counters, counters_size, bitmap_size, counter_size, data_address, data, base):
        self.counters, self.counters_size, self.bitmap_size, self.counter_size = counters, counters_size, bitmap_size, counter_size
        self.data_address, self.data, self.base = data_address, data, base


def fits(version, sections):
    """Whether the records make sense in a version: every counter in its section, and all of the section used."""
    layout = LAYOUTS[version]
    if len(sections.data) == 0 or len(sections.data) % layout.size != 0:
        return False
    counters = bits = 0
    for at in range(0, len(sections.data), layout.size):
        pointer, = struct.unpack_from("<Q", sections.data, at + 16)
        count, = struct.unpack_from("<I", sections.data, at + layout.counters)
        start = pointer - sections.base - sections.counters if version < 8 else pointer + sections.data_address + at - sections.counters
        start &= (1 << 64) - 1
        if count == 0 or start >= sections.counters_size or count * sections.counter_size > sections.counters_size - start:
            return False
        counters += count
        if layout.bitmap_size is not None:
            size, = struct.unpack_from("<I", sections.data, at + layout.bitmap_size)
            bits += size
    # Merged functions of several object files are there once, padding between object files is less than a counter.
    return (bits > 0) == (sections.bitmap_size > 0) and bits <= sections.bitmap_size and counters * sections.counter_size <= sections.counters_size


def version_word(sections, elf):
    """The raw version with its flags: what the module says itself, or, when it is stripped, what its records and .comment say."""
    if elf.raw_version is not None and elf.raw_version & 0xFFFFFFFF in LAYOUTS:
        return elf.raw_version
    if elf.raw_version is not None:
        raise CovtoolsError("%s: raw profile version %d is not known" % (elf.path, elf.raw_version & 0xFFFFFFFF))
    possible = [version for version in LAYOUTS if fits(version, sections)]
    if not possible:
        raise CovtoolsError("%s: its function records fit no raw profile version" % elf.path)
    releases = [int(text) for text in re.findall(r"(?:clang|LLVM) version (\d+)", elf.comment)]
    for version in reversed(possible):
        low, high = _RELEASES[version]
        if any(low <= release <= high for release in releases):
            break
    else:
        version = possible[0]
    return version | (SINGLE_BYTE if sections.counter_size == 1 else 0)


def without_values(data, version):
    """The records, saying that they have no value profiling: that is not captured."""
    layout = LAYOUTS[version]
    data = bytearray(data)
    nothing = bytes(2 * layout.kinds)
    for at in range(layout.sites, len(data), layout.size):
        data[at:at + len(nothing)] = nothing
    return bytes(data)
