#!/usr/bin/env python3
"""Merging profiles, side by side: LLVM's llvm-profdata and a command of ours merge the same files alternately, from the page cache. Prints the medians of
wall time, their ratio, CPU seconds, cores used, bytes read per second, peak memory, and what share of the machine's copying speed that is.

usage: bench/merge.py [FOLDER] [--cases a10,a40,b,…] [--rounds N] [--oracle CMD] [--tool CMD] [--generate-only] [--json FILE]

cases  a10 a40 a160   profiles of 38 MB of one binary: 256,000 functions, 2.5 million counters
       b              10,000 profiles of 38 KB of one binary
       c              200 indexed profiles of 20 MB
       d              50 binaries with 4 profiles each; a tenth of the functions is in all of them
       e              two tiny profiles: what starting costs
       inputs         1 … 10,000 inputs of 38 KB
       counters       four inputs of 10^3 … 10^7 counters

FOLDER takes the inputs (about 12 GB for all cases; those that exist are used again); without it a temporary folder is made and removed.
Every output is compared with llvm-profdata's, byte for byte. Exit code 1 when one differs. Measure on an otherwise idle machine."""

import argparse
import json
import mmap
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import raw_profiles

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = "dotnet " + os.path.join(ROOT, "src/CovTools.Cli/bin/Release/net10.0/dotnet-cov-collect.dll")
ORACLE = "llvm-profdata-19"


class Case:
    """Inputs, in order, under a name."""

    def __init__(self, name, inputs):
        self.name = name
        self.inputs = inputs

    @property
    def size(self):
        return sum(os.path.getsize(path) for path in self.inputs)


def big(folder, copies):
    return raw_profiles.make(os.path.join(folder, "a"), "big", 1, 256_000, 2_500_000, copies)


def small(folder, copies):
    return raw_profiles.make(os.path.join(folder, "b"), "small", 2, 250, 2_500, copies)


def indexed(folder, copies, oracle):
    target = os.path.join(folder, "c")
    os.makedirs(target, exist_ok=True)
    paths = [os.path.join(target, "part_%03d.profdata" % copy) for copy in range(copies)]
    binary = None
    for copy, path in enumerate(paths):
        if not os.path.exists(path):
            binary = binary or raw_profiles.Binary(3, 122_000, 1_190_000)
            raw = path + ".profraw"
            binary.write(raw, copy)
            subprocess.run([*oracle, "merge", "-sparse", raw, "-o", path + ".tmp"], check=True)
            os.replace(path + ".tmp", path)
            os.remove(raw)
    return paths


def different(folder, binaries, copies):
    return [
        path for number in range(binaries)
        for path in raw_profiles.make(os.path.join(folder, "d"), "binary%02d" % number, 100 + number, 10_000, 98_000, copies, shared=1_000)]


def cases(names, folder, oracle):
    """The cases with these names, one after the other; inputs are made when a case is asked for."""
    for name in names:
        if name in ("a10", "a40", "a160"):
            yield Case(name, big(folder, int(name[1:])))
        elif name == "b":
            yield Case(name, small(folder, 10_000))
        elif name == "c":
            yield Case(name, indexed(folder, 200, oracle))
        elif name == "d":
            yield Case(name, different(folder, 50, 4))
        elif name == "e":
            yield Case(name, raw_profiles.make(os.path.join(folder, "e"), "tiny", 4, 3, 8, 2))
        elif name == "inputs":
            for count in (1, 10, 100, 1000, 10_000):
                yield Case("inputs-%d" % count, small(folder, count))
        elif name == "counters":
            for power in range(3, 8):
                inputs = raw_profiles.make(os.path.join(folder, "g%d" % power), "g", 10 + power, 10 ** power // 10, 10 ** power, 4)
                yield Case("counters-1e%d" % power, inputs)
        else:
            raise SystemExit("merge.py: no case is named %r" % name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--cases", default="a10,a40,a160,b,c,d,e,inputs,counters")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--oracle", default=ORACLE, help="llvm-profdata (default: %(default)s)")
    parser.add_argument("--tool", default=TOOL, help="our command; merge and its arguments are appended")
    parser.add_argument("--generate-only", action="store_true")
    parser.add_argument("--json", help="write the figures to this file")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="merge-bench-")
    try:
        for case in cases(options.cases.split(","), folder, shlex.split(options.oracle)):
            print("%-14s %6d inputs %10.1f MB" % (case.name, len(case.inputs), case.size / 1e6), flush=True)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
