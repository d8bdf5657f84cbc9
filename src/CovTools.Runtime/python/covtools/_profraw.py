"""Raw profiles as LLVM's runtime writes them (LLVM: InstrProfilingWriter.c), from the counters and the module's own records: no runtime has to be called, so it works
for stripped modules too, and for snapshots of processes that are gone."""

import ctypes
import os
import struct

from . import _elf, _modules, _native as native, _process, _records
from ._errors import CovtoolsError

_MAGIC = 0xFF6C70726F667281


def write_profraw(path, snapshot=None):
    """Writes LLVM's counters, of this process or of a snapshot, as raw profiles of the modules' own raw version, which llvm-profdata of the same release reads. All
    modules go into one file; "%m" in its name stands for the id of a module and makes a file for each. Returns the paths. Raises CovtoolsError when a module is neither
    loaded nor to be found under its path, when its version is not known, or when one file would have to hold several versions."""
    path = os.fsdecode(path)
    if snapshot is None:
        snapshot = _process.snapshot("llvm")
    contents, version_of = {}, {}
    for module in snapshot.modules:
        if module.kind == "llvm":
            version, data = profile(module)
            name = path.replace("%m", module.id)
            if version_of.setdefault(name, version) != version:
                raise CovtoolsError("the modules have raw profile versions %d and %d: use %%m in the name for a file of each" % (version_of[name], version))
            contents.setdefault(name, []).append(data)
    for name, pieces in contents.items():
        temporary = "%s.%d.tmp" % (name, os.getpid())
        try:
            with open(temporary, "xb") as file:
                file.writelines(pieces)
            os.replace(temporary, name)
        except BaseException:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise
    return list(contents)


def profile(module):
    """(raw version, raw profile) of one module of a snapshot."""
    part = _loaded(module)
    elf = _elf.ElfFile(_file_of(module))
    if elf.order != "<":
        raise CovtoolsError("%s: big-endian modules cannot be loaded here, and are not supported" % elf.path)
    found = {name: elf.sections.get("__llvm_prf_" + name) for name in ("cnts", "data", "names", "bits")}
    missing = [name for name in ("cnts", "data", "names") if found[name] is None]
    if missing:
        raise CovtoolsError("%s has no __llvm_prf_%s" % (elf.path, missing[0]))
    if found["cnts"].size != len(module.counters):
        raise CovtoolsError("%s has %d bytes of counters, the snapshot %d: it is another build" % (elf.path, found["cnts"].size, len(module.counters)))
    if part is not None:
        base = part.base
        data, names = (ctypes.string_at(base + found[name].address, found[name].size) for name in ("data", "names"))
    else:
        base = 0
        data, names = elf.contents("__llvm_prf_data"), elf.contents("__llvm_prf_names")
    sections = _records.Sections(found["cnts"].address, found["cnts"].size, len(module.bitmap), module.counter_size, found["data"].address, data, base)
    word = _records.version_word(sections, elf)
    version = word & 0xFFFFFFFF
    if not _records.fits(version, sections):
        why = "; clang 13 keeps addresses in them: load the module first" if version < 8 and part is None else ""
        raise CovtoolsError("%s: its function records do not make sense for raw profile version %d%s" % (elf.path, version, why))
    delta = (found["cnts"].address + base if version < 8 else found["cnts"].address - found["data"].address) & (1 << 64) - 1
    bits = found["bits"]
    # Without a bitmap the runtime writes what its weak symbol makes of it; readers ignore that.
    bitmap_delta = ((bits.address if bits is not None else -base) - found["data"].address) & (1 << 64) - 1
    return version, _assemble(word, elf.build_id, _records.without_values(data, version), module, names, delta, bitmap_delta, base + found["names"].address)


def _assemble(word, build_id, data, module, names, delta, bitmap_delta, names_address):
    version = word & 0xFFFFFFFF
    identity = bytes.fromhex(build_id)
    ids = struct.pack("<Q", len(identity)) + identity if identity else b""
    if version > 7:
        ids = _padded(ids)
    counters, bitmap = bytes(module.counters), bytes(module.bitmap)
    sizes = [_MAGIC, word, len(ids), len(data) // _records.LAYOUTS[version].size, 0, module.total, -len(counters) % 8]
    tail = {
        7: [len(names), delta, names_address, 1],
        9: [len(bitmap), -len(bitmap) % 8, len(names), delta, bitmap_delta, names_address, 1],
        10: [len(bitmap), -len(bitmap) % 8, len(names), delta, bitmap_delta, names_address, 0, 0, 2],
        11: [len(bitmap), -len(bitmap) % 8, 0, 0, 0, len(names), delta, bitmap_delta, names_address, 0, 0, 2],
    }[7 if version == 8 else version]
    words = sizes + tail
    return struct.pack("<%dQ" % len(words), *words) + ids + data + _padded(counters) + _padded(bitmap) + _padded(names)


def _padded(data):
    return data + bytes(-len(data) % 8)


def _loaded(module):
    for _, part in _modules.parts():
        if part.kind == native.LLVM and part.module.state == 0 and part.module.id == module.id.encode() and part.module.counters_size == len(module.counters):
            return part
    return None


def _file_of(module):
    """A file of the same build: what the snapshot says, what is loaded, or this program."""
    places = [module.path] + [os.fsdecode(part.module.path) for _, part in _modules.parts() if part.module.id == module.id.encode()] + ["/proc/self/exe"]
    for path in places:
        if os.path.isfile(path) and (module.id.startswith("fnv") or _elf.ElfFile(path).build_id == module.id):
            return path
    raise CovtoolsError("%s with the build id %s is not to be found" % (module.path, module.id))
