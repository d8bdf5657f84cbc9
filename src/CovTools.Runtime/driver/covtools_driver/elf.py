"""Which loaded files have coverage counters: read from the ELF section headers, for hosts without libcovrt."""

import os
import struct

_MAXIMUM_SECTIONS = 1 << 16
_MAXIMUM_NAMES = 1 << 24
_SHT_NOTE = 7


def loaded_modules():
    """What the driver reports about every file mapped into this process that has counters."""
    found = []
    for path in _mapped_files():
        module = describe(path)
        if module is not None:
            found.append(module)
    return found


def describe(path):
    """{"id", "path", "counters", "bitmap"} of an ELF file, or None when it is none or has no counters."""
    try:
        with open(path, "rb") as file:
            return _describe(file, path)
    except (OSError, struct.error):
        return None


def _mapped_files():
    paths = []
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            fields = line.rstrip("\n").split(None, 5)
            if len(fields) == 6 and fields[5].startswith("/") and fields[5] not in paths:
                paths.append(fields[5])
    return [path for path in paths if os.path.isfile(path)]


def _describe(file, path):
    head = file.read(64)
    if head[:4] != b"\x7fELF":
        return None
    wide = head[4] == 2
    order = "<" if head[5] == 1 else ">"
    if wide:
        offset, = struct.unpack_from(order + "Q", head, 40)
        entry, count, names = struct.unpack_from(order + "HHH", head, 58)
        layout = struct.Struct(order + "IIQQQQIIQQ")
    else:
        offset, = struct.unpack_from(order + "I", head, 32)
        entry, count, names = struct.unpack_from(order + "HHH", head, 46)
        layout = struct.Struct(order + "IIIIIIIIII")
    size = os.fstat(file.fileno()).st_size
    if entry < layout.size or names >= count or offset + entry * count > size:
        return None
    file.seek(offset)
    table = file.read(entry * count)
    sections = [layout.unpack_from(table, index * entry) for index in range(count)]
    texts = _contents(file, sections[names], size)
    found = {}
    build_id = None
    for section in sections:
        end = texts.find(b"\0", section[0])
        found.setdefault(texts[section[0]:end], section)
        if section[1] == _SHT_NOTE and build_id is None:
            build_id = _build_id(_contents(file, section, size), order)
    counters = found.get(b"__llvm_prf_cnts")
    if counters is None or counters[5] == 0:
        return None
    if build_id is None:
        build_id = "fnv%016x" % _fnv(_contents(file, found.get(b"__llvm_prf_names"), size))
    bitmap = found.get(b"__llvm_prf_bits")
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return {"id": build_id, "path": text, "counters": counters[5], "bitmap": bitmap[5] if bitmap else 0}


def _contents(file, section, size):
    if section is None or section[4] + section[5] > size or section[5] > _MAXIMUM_NAMES:
        return b""
    file.seek(section[4])
    return file.read(section[5])


def _build_id(notes, order):
    at = 0
    while at + 12 <= len(notes):
        name_size, size, kind = struct.unpack_from(order + "III", notes, at)
        start = at + 12 + (name_size + 3) // 4 * 4
        if kind == 3 and notes[at + 12:at + 16] == b"GNU\0" and 0 < size <= 32 and start + size <= len(notes):
            return notes[start:start + size].hex()
        at = start + (size + 3) // 4 * 4
    return None


def _fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
