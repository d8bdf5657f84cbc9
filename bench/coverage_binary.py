#!/usr/bin/env python3
"""Instrumented shared objects of invented programs, as clang 16 (coverage mapping version 6) or 19 (version 7) and GNU ld lay them out, with profiles that fit:
for measuring coverage at any size without compiling anything. llvm-cov reads them. No code is in them: what stands for it is there for the size.

usage: bench/coverage_binary.py FOLDER [--functions N] [--regions N] [--counters N] [--files N] [--macros N] [--mapping-version 6|7] [--size BYTES] [--seed N] [--profiles N]

writes FOLDER/program.so, FOLDER/run_<n>.profraw and, where llvm-profdata-19 (--profdata) is found, FOLDER/run_<n>.profdata"""

import argparse
import hashlib
import os
import random
import shutil
import struct
import subprocess
import sys
import zlib

import raw_profiles
from raw_profiles import uleb128

FUNCTIONS_PER_UNIT = 400
HEADERS_PER_UNIT = 60
IN_HEADER = 0.3            # of the functions
INSTANTIATION = 0.2        # of those in headers: another instantiation of the function before it
VARIANTS = 8               # shapes of functions with the same numbers of counters, regions and macros
SOURCE_ROOT = "/src/program"
COMPILATION_DIRECTORY = SOURCE_ROOT + "/build"
SHT_PROGBITS, SHT_STRTAB, SHT_NOTE, SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR = 1, 3, 7, 1, 2, 4
CODE, EXPANSION, GAP, BRANCH = range(4)


class Shape:
    """A function without its place: what its mapping says, relative to its first line."""

    def __init__(self, rng, counters, regions, macros):
        self._rng = rng
        self._expressions = {}
        self._next = 1
        self._counters = counters
        self._regions = []
        self._macros = []
        self._line = 1
        spare = regions - 1
        while spare > 0:
            spare -= self._statement(min(spare, 1 + max(0, spare - (counters - self._next))), macros - len(self._macros), 1)
        # Counters that no construct took stand on lines of their own, as those of case labels do; they are among the regions.
        self.lines = self._line + 1
        self._regions.append((0, 24, self.lines, 2, CODE, counter(0), None))
        self._encode()

    def _statement(self, budget, macros, parent):
        """One statement, perhaps with another one inside. Returns how many regions it took."""
        rng, line, taken = self._rng, self._line, 0
        has_counter = self._next < self._counters
        if macros > 0 and budget >= 2 and (not has_counter or rng.random() < 0.3):
            self._regions.append((line, 5, line, 17, EXPANSION, None, len(self._macros) + 1))
            self._macros.append(counter(parent - 1))
            self._line += 1
            return 2
        if not has_counter or budget < 4:
            count = self._take() if has_counter else counter(rng.randrange(self._counters))
            self._regions.append((line, 5, line + 1, 6, CODE, count, None))
            self._line += 2
            return 1
        own = self._take()
        around = counter(parent - 1)
        condition = (line, 9, line, 22)
        if budget >= 6 and rng.random() < 0.6:
            other = self._expression(around, own, subtract=True)
            inner = 0
            self._line += 1
            if budget > 8 and rng.random() < 0.4:
                inner = self._statement(budget - 6, macros, (own >> 2) + 1)
            middle = self._line
            self._regions += [
                (*condition, CODE, around, None), (*condition, BRANCH, (own, other), None), (line, 23, line, 24, GAP, own, None),
                (line, 24, middle, 6, CODE, own, None), (middle, 6, middle, 12, GAP, other, None), (middle, 12, middle + 2, 6, CODE, other, None)]
            self._line = middle + 3
            taken = 6 + inner
        else:
            total = self._expression(around, own, subtract=False)
            self._regions += [
                (*condition, CODE, total, None), (*condition, BRANCH, (own, around), None), (line, 23, line, 24, GAP, own, None), (line, 24, line + 2, 6, CODE, own, None)]
            self._line += 3
            taken = 4
        return taken

    def _take(self):
        self._next += 1
        return counter(self._next - 1)

    def _expression(self, left, right, subtract):
        number = self._expressions.setdefault((left, right), len(self._expressions))
        return number << 2 | (2 if subtract else 3)

    def _encode(self):
        expressions = b"".join(uleb128(left) + uleb128(right) for left, right in self._expressions)
        self._regions.sort(key=lambda region: (region[0], region[1], -region[2], -region[3], region[4]))
        body = bytearray()
        last = 0
        for start, column, end, end_column, kind, count, expanded in self._regions:
            head = (uleb128(count) if kind in (CODE, GAP) else uleb128(expanded << 3 | 4) if kind == EXPANSION
                    else uleb128(4 << 3) + uleb128(count[0]) + uleb128(count[1]))
            if start == 0:
                self.head = head
                head = b""
            else:
                head += uleb128(start - last)
            last = start
            body += head + uleb128(column) + uleb128(end - start) + uleb128(end_column | (1 << 31 if kind == GAP else 0))
        self.before = len(self._macros), uleb128(len(self._expressions)) + expressions + uleb128(len(self._regions)) + self.head
        # Each use of a macro is a file id with the text of the macro, which lies on the same line of the macros' file for every use.
        self.after = bytes(body) + b"".join(
            b"\x01" + uleb128(count) + uleb128(10 + (index * 7) % 900) + uleb128(20) + b"\x00" + uleb128(40) for index, count in enumerate(self._macros))
        self.region_count = len(self._regions) + len(self._macros)

    def mapping(self, file, macro_file, line):
        macros, before = self.before
        return uleb128(1 + macros) + uleb128(file) + uleb128(macro_file) * macros + before + uleb128(line) + self.after


def counter(number):
    return number << 2 | 1


class Program:
    """The sections of one instrumented object."""

    def __init__(self, functions, regions, counters, files, macros, mapping_version=7, seed=1):
        self.binary = raw_profiles.Binary(seed, functions, counters)
        self._rng = random.Random("mapping %d" % seed)
        self._shapes = {}
        self.regions = 0
        wanted = self._spread(functions, regions, macros)
        units = max(1, min((functions + FUNCTIONS_PER_UNIT - 1) // FUNCTIONS_PER_UNIT, files // 2))
        headers = ["/src/program/include/part%d/header_%05d.h" % (number % 40, number) for number in range(max(0, files - units - 1))]
        next_lines = {}
        maps, records = bytearray(), bytearray()
        data = self.binary.data
        for unit in range(units):
            first, last = functions * unit // units, functions * (unit + 1) // units
            names = self._names(unit, units, headers)
            blob = self._file_names(names)
            maps += struct.pack("<IIII", 0, len(blob), 0, mapping_version - 1) + blob
            maps += bytes(-len(maps) % 8)
            reference = hashlib.md5(blob).digest()[:8]
            previous = None
            for number in range(first, last):
                file = 2 + self._rng.randrange(len(names) - 3) if len(names) > 3 and self._rng.random() < IN_HEADER else len(names) - 1
                shape = self._shape(self.binary.counts[number], *wanted[number])
                if previous and previous[1] > 1 and previous[1] < len(names) - 1 and self._rng.random() < INSTANTIATION:
                    file, line = previous[1], previous[2]
                else:
                    line = next_lines.get(names[file], 20)
                    next_lines[names[file]] = line + shape.lines + 2
                previous = shape, file, line
                self.regions += shape.region_count
                mapping = shape.mapping(file, 1, line)
                at = number * raw_profiles.RECORD_SIZE
                records += data[at:at + 8] + struct.pack("<I", len(mapping)) + data[at + 8:at + 16] + reference + mapping
                records += bytes(-len(records) % 8)
        self.maps, self.records = bytes(maps), bytes(records)
        self.source_lines = {os.path.normpath(os.path.join(COMPILATION_DIRECTORY, name)): lines for name, lines in next_lines.items()}

    def _spread(self, functions, regions, macros):
        """Numbers of regions and macro uses by function; those of regions go with those of counters."""
        counts = self.binary.counts
        per_counter = max(0.0, regions - 2 * macros) / self.binary.number_of_counters
        wanted = []
        missing_regions = missing_macros = 0.0
        for count in counts:
            missing_macros += macros / functions
            use = int(missing_macros)
            missing_macros -= use
            missing_regions += count * per_counter
            take = max(1, int(missing_regions))
            missing_regions -= take
            wanted.append((take + 2 * use, use))
        return wanted

    def _shape(self, counters, regions, macros):
        variants = self._shapes.setdefault((counters, regions, macros), [])
        if len(variants) < VARIANTS:
            variants.append(Shape(self._rng, counters, regions, macros))
            return variants[-1]
        return self._rng.choice(variants)

    def _names(self, unit, units, headers):
        """File 0 is the compilation directory, 1 the macros' file, the last one the unit's own source."""
        count = min(HEADERS_PER_UNIT, len(headers))
        first = unit * len(headers) // units
        mine = [headers[(first + index * 7) % len(headers)] for index in range(count)]
        return [COMPILATION_DIRECTORY, "/src/program/include/macros.h", *dict.fromkeys(mine), "../source/part%d/unit_%05d.cpp" % (unit % 40, unit)]

    @staticmethod
    def _file_names(names):
        text = b"".join(uleb128(len(name)) + name.encode() for name in names)
        packed = zlib.compress(text, 9)
        return uleb128(len(names)) + uleb128(len(text)) + uleb128(len(packed)) + packed

    def write_sources(self, folder):
        """Writes texts that are as long as the sources would be, for tools that want to show them. SOURCE_ROOT stands for the folder."""
        for name, lines in [*self.source_lines.items(), (SOURCE_ROOT + "/include/macros.h", 1000)]:
            path = folder + name[len(SOURCE_ROOT):]
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="ascii") as file:
                file.writelines("    if (some_condition_%d) {} else {}\n" % line for line in range(lines + 1))

    def write(self, path, size=0):
        """Writes the object; sections without meaning bring it to the wanted size in bytes."""
        compiler = b"clang version 19.1.7\0"
        build_id = self.binary.build_id
        sections = [
            [".note.gnu.build-id", SHT_NOTE, SHF_ALLOC, 4, struct.pack("<III", 4, len(build_id), 3) + b"GNU\0" + build_id],
            [".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, 4096, 0.75],
            [".rodata", SHT_PROGBITS, SHF_ALLOC, 64, 0.15],
            [".eh_frame", SHT_PROGBITS, SHF_ALLOC, 8, 0.1],
            ["__llvm_prf_names", SHT_PROGBITS, SHF_ALLOC, 1, self.binary.names],
            ["__llvm_prf_cnts", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 8, bytes(8 * self.binary.number_of_counters)],
            ["__llvm_prf_data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 8, self.binary.data],
            [".comment", SHT_PROGBITS, 0, 1, compiler],
            ["__llvm_covfun", SHT_PROGBITS, 0, 8, self.records],
            ["__llvm_covmap", SHT_PROGBITS, 0, 8, self.maps]]
        filler = max(0, size - sum(len(section[4]) for section in sections if not isinstance(section[4], float)))
        write_object(path, sections, filler, random.Random("filler"))


def write_object(path, sections, filler, rng):
    """Writes an ELF shared object; a section whose contents are a number gets that share of the filler."""
    block = rng.randbytes(1 << 20)
    names = bytearray(b"\0")
    headers = [bytes(64)]
    with open(path, "wb") as file:
        file.write(bytes(64 + 56))
        for name, kind, flags, alignment, contents in sections:
            file.write(bytes(-file.tell() % alignment))
            start = file.tell()
            size = int(filler * contents) if isinstance(contents, float) else len(contents)
            if isinstance(contents, float):
                for done in range(0, size, len(block)):
                    file.write(block[:min(len(block), size - done)])
            else:
                file.write(contents)
            headers.append(struct.pack("<IIQQQQIIQQ", len(names), kind, flags, start if flags & SHF_ALLOC else 0, start, size, 0, 0, alignment, 0))
            names += name.encode() + b"\0"
        start = file.tell()
        headers.append(struct.pack("<IIQQQQIIQQ", len(names), SHT_STRTAB, 0, 0, start, len(names) + 10, 0, 0, 1, 0))
        names += b".shstrtab\0"
        file.write(names)
        file.write(bytes(-file.tell() % 8))
        table = file.tell()
        file.write(b"".join(headers))
        file.seek(0)
        file.write(b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, 64, table, 0, 64, 56, 1, 64, len(headers), len(headers) - 1))
        file.write(struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, start, start, 4096))


def make(folder, functions=256_000, regions=4_000_000, counters=2_500_000, files=300, macros=100_000, mapping_version=7, size=0, seed=1, profiles=1, profdata=None,
         sources=False):
    """Writes an object and profiles into a folder; nothing is done when they are there already. Returns the object and the profiles, indexed ones if there is a profdata."""
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, "program.so")
    raw = [os.path.join(folder, "run_%d.profraw" % copy) for copy in range(profiles)]
    indexed = [path[:-3] + "data" for path in raw]
    if not os.path.exists(target) or not all(map(os.path.exists, raw)):
        program = Program(functions, regions, counters, files, macros, mapping_version, seed)
        for copy, path in enumerate(raw):
            program.binary.write(path, copy)
        if sources:
            program.write_sources(os.path.join(folder, "sources"))
        program.write(target + ".tmp", size)
        print("%d functions, %d regions, %d counters" % (functions, program.regions, counters))
        os.replace(target + ".tmp", target)
    if not profdata:
        return target, raw
    for source, result in zip(raw, indexed):
        if not os.path.exists(result):
            subprocess.run([*profdata, "merge", source, "-o", result + ".tmp"], check=True)
            os.replace(result + ".tmp", result)
    return target, indexed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--functions", type=int, default=256_000)
    parser.add_argument("--regions", type=int, default=4_000_000)
    parser.add_argument("--counters", type=int, default=2_500_000)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--macros", type=int, default=100_000, help="uses of macros; each takes two of the regions")
    parser.add_argument("--mapping-version", type=int, choices=(6, 7), default=7)
    parser.add_argument("--size", type=int, default=281_000_000, help="of the object, bytes; at least what its parts need")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profiles", type=int, default=1)
    parser.add_argument("--profdata", default="llvm-profdata-19")
    options = parser.parse_args()
    profdata = [options.profdata] if shutil.which(options.profdata) else None
    target, profiles = make(
        options.folder, options.functions, options.regions, options.counters, options.files, options.macros, options.mapping_version, options.size, options.seed,
        options.profiles, profdata)
    print("%s: %.1f MB; %d profiles of %.1f MB" % (target, os.path.getsize(target) / 1e6, len(profiles), os.path.getsize(profiles[0]) / 1e6))


if __name__ == "__main__":
    sys.exit(main())
