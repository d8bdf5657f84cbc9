#!/usr/bin/env python3
"""Raw profiles of invented binaries, laid out as LLVM 19 and 20 write them (raw version 10, 64 bit, little endian), so that merging can be measured at any
size without compiling anything. Profiles of one binary share records and names and differ in counters and in the address that each run has.

usage: bench/raw_profiles.py FOLDER [--functions N] [--counters N] [--copies N] [--seed N] [--prefix NAME]"""

import argparse
import array
import hashlib
import os
import random
import struct
import sys
import zlib

MAGIC = 0xFF6C70726F667281
VERSION = 10
RECORD_SIZE = 64
FUNCTIONS_PER_OBJECT = 400  # names are compressed per object file
FUNCTIONS_PER_CHUNK = 256   # a copy chooses the counters of so many functions at a time
VARIANTS = 8                # of the counters of a chunk
EXECUTED = 0.4              # of the functions
SCOPES = ("at6native", "c10Scalar", "torch3jit", "6tensor7details", "5graph6fusion", "4math9backwards")
VERBS = ("accumulate", "broadcast", "dispatch", "materialize", "normalize", "permute", "quantize", "reshape", "serialize", "vectorize")


class Binary:
    """One instrumented binary: what all of its profiles have in common."""

    def __init__(self, seed, functions, counters, shared=0):
        """shared: so many functions have the same name, hash and counters in every binary."""
        if not functions <= counters:
            raise ValueError("a function has at least one counter")
        self.seed = seed
        rng = random.Random(seed)
        common = random.Random("shared")
        names, hashes, counts = [], [], []
        for number in range(functions):
            mine, tag = (common, "s") if number < shared else (rng, "%xb" % seed)
            verb = mine.choice(VERBS) + mine.choice(VERBS).capitalize()
            scope = mine.choice(SCOPES)
            names.append(("_ZN%s%d%s_%s%xERKNS_6TensorEN3c1014%s" % (scope, len(verb), verb, tag, number, scope)).encode())
            counts.append(1 + min(int(mine.expovariate(functions / max(counters - functions, 1))), 500))
            hashes.append(mine.getrandbits(54) << 6 | min(counts[-1], 63))
        self._adjust(counts, shared, counters)
        self.counts = counts
        self.number_of_counters = sum(counts)
        self.names = self._names(names)
        self.data = self._records(names, hashes, counts)
        self.build_id = hashlib.sha1(b"binary %d" % seed).digest()
        self._make_variants(rng)

    @staticmethod
    def _adjust(counts, first, wanted):
        """Makes the sum of the counts the wanted one."""
        missing = wanted - sum(counts)
        number = first
        while missing and first < len(counts):
            if missing > 0:
                counts[number] += 1
                missing -= 1
            elif counts[number] > 1:
                counts[number] -= 1
                missing += 1
            number = number + 1 if number + 1 < len(counts) else first

    @staticmethod
    def _names(names):
        section = bytearray()
        for start in range(0, len(names), FUNCTIONS_PER_OBJECT):
            text = b"\x01".join(names[start:start + FUNCTIONS_PER_OBJECT])
            packed = zlib.compress(text, 9)
            section += uleb128(len(text)) + uleb128(len(packed)) + packed
        return bytes(section)

    def _records(self, names, hashes, counts):
        """Counters lie directly before the records in memory, as GNU ld places them."""
        self.counters_delta = -8 * self.number_of_counters
        records = bytearray()
        offset = 0
        for number, (name, value, count) in enumerate(zip(names, hashes, counts)):
            reference = hashlib.md5(name).digest()[:8]
            pointer = self.counters_delta - number * RECORD_SIZE + offset
            records += reference + struct.pack("<QqqQQIHHHxxI", value, pointer, 0, 0, 0, count, 0, 0, 0, 0)
            offset += 8 * count
        return bytes(records)

    def _make_variants(self, rng):
        pool = array.array("Q", (self._count(rng) for _ in range(1 << 16)))
        if sys.byteorder == "big":
            pool.byteswap()
        pool = pool.tobytes()
        zeros = bytes(8 * max(self.counts))
        self.variants = []
        for _ in range(VARIANTS):
            chunks = []
            for start in range(0, len(self.counts), FUNCTIONS_PER_CHUNK):
                parts = []
                for count in self.counts[start:start + FUNCTIONS_PER_CHUNK]:
                    if rng.random() < EXECUTED:
                        at = 8 * int(rng.random() * ((1 << 16) - count))
                        parts.append(pool[at:at + 8 * count])
                    else:
                        parts.append(zeros[:8 * count])
                chunks.append(b"".join(parts))
            self.variants.append(chunks)

    @staticmethod
    def _count(rng):
        kind = rng.random()
        return 0 if kind < 0.3 else rng.randint(1, 9) if kind < 0.8 else int(10 ** rng.uniform(1, 9))

    def write(self, path, copy):
        """Writes the profile of the run with this number; equal numbers give equal files."""
        rng = random.Random("%d %d" % (self.seed, copy))
        base = 0x550000000000 + (rng.getrandbits(28) << 12)
        ids = struct.pack("<Q", len(self.build_id)) + self.build_id + bytes(-len(self.build_id) % 8)
        header = struct.pack(
            "<QQQQQQQQQQqqQQQQ", MAGIC, VERSION, len(ids), len(self.counts), 0, self.number_of_counters, 0, 0, 0, len(self.names),
            self.counters_delta, -base, base + RECORD_SIZE * len(self.counts), 0, 0, 2)
        with open(path, "wb") as file:
            file.write(header + ids)
            file.write(self.data)
            file.writelines(self.variants[int(rng.random() * VARIANTS)][chunk] for chunk in range(len(self.variants[0])))
            file.write(self.names + bytes(-len(self.names) % 8))


def uleb128(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def make(folder, prefix, seed, functions, counters, copies, shared=0):
    """Profiles of one binary; those that exist already stay. Returns their paths."""
    os.makedirs(folder, exist_ok=True)
    paths = [os.path.join(folder, "%s_%06d.profraw" % (prefix, copy)) for copy in range(copies)]
    missing = [(copy, path) for copy, path in enumerate(paths) if not os.path.exists(path)]
    if missing:
        binary = Binary(seed, functions, counters, shared)
        for copy, path in missing:
            binary.write(path + ".tmp", copy)
            os.replace(path + ".tmp", path)
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--functions", type=int, default=256_000)
    parser.add_argument("--counters", type=int, default=2_500_000)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prefix", default="run")
    options = parser.parse_args()
    paths = make(options.folder, options.prefix, options.seed, options.functions, options.counters, options.copies)
    print("%d profiles of %.1f MB" % (len(paths), os.path.getsize(paths[0]) / 1e6))


if __name__ == "__main__":
    main()
