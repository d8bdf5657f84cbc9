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

FOLDER takes the inputs (about 14 GB for all cases; those that exist are used again); without it a temporary folder is made and removed.
Every output is compared with llvm-profdata's, byte for byte. Exit code 1 when one differs. Measure on an otherwise idle machine."""

import argparse
import json
import mmap
import os
import re
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
            binary = binary or raw_profiles.Binary(3, 88_000, 858_000)
            raw = path + ".profraw"
            binary.write(raw, copy)
            subprocess.run([*oracle, "merge", raw, "-o", path + ".tmp"], check=True)
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


class Run:
    """One execution of a command."""

    def __init__(self, command, cwd):
        log = os.path.join(cwd, "log")
        with open(log, "wb") as output:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=output, stderr=output, cwd=cwd)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            with open(log, encoding="utf-8", errors="replace") as text:
                raise SystemExit("merge.py: %s: exit code %d\n%s" % (shlex.join(command), process.returncode, text.read()[-2000:]))
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def median(runs, figure):
    return statistics.median(getattr(run, figure) for run in runs)


def copying_speed():
    """Bytes per second that one core copies from memory to memory, the best of some trials; both the bytes read and those written count."""
    size = 1 << 28
    with mmap.mmap(-1, size) as source, mmap.mmap(-1, size) as target:
        read, write = memoryview(source), memoryview(target)
        best = float("inf")
        for _ in range(6):
            start = time.perf_counter()
            write[:] = read
            best = min(best, time.perf_counter() - start)
        read.release()
        write.release()
    return 2 * size / best


def warm(paths):
    """Reads files into the page cache."""
    buffer = bytearray(1 << 20)
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.readinto(buffer):
                pass


def measure(case, oracle, tool, release, rounds, scratch, speed):
    warm(case.inputs)
    inputs = os.path.join(scratch, "inputs")
    with open(inputs, "w", encoding="utf-8") as file:
        file.writelines(path + "\n" for path in case.inputs)
    theirs, ours = os.path.join(scratch, "theirs.profdata"), os.path.join(scratch, "ours.profdata")
    commands = (
        [*oracle, "merge", "-sparse", "-f", inputs, "-o", theirs],
        [*tool, "merge", "-sparse", "--llvm", release, "--no-progress", "-f", inputs, "-o", ours])
    runs = ([], [])
    for _ in range(rounds):
        for command, results in zip(commands, runs):
            results.append(Run(command, scratch))
    with open(theirs, "rb") as left, open(ours, "rb") as right:
        identical = left.read() == right.read()
    figures = {"case": case.name, "inputs": len(case.inputs), "bytes": case.size, "identical": identical}
    for name, results in zip(("oracle", "tool"), runs):
        wall, cpu = median(results, "wall"), median(results, "cpu")
        figures[name] = {
            "wall": wall, "cpu": cpu, "cores": cpu / wall, "memory": median(results, "memory"), "rate": case.size / wall, "share": case.size / wall / speed}
    figures["ratio"] = figures["oracle"]["wall"] / figures["tool"]["wall"]
    return figures


def show(figures):
    theirs, ours = figures["oracle"], figures["tool"]
    print("%-14s %6d %9.1f  %8.3f %8.3f %6.1fx  %7.2f %7.2f  %4.2f %4.2f  %8.0f %8.0f %5.1f%%  %7.0f %7.0f  %s" % (
        figures["case"], figures["inputs"], figures["bytes"] / 1e6, theirs["wall"], ours["wall"], figures["ratio"], theirs["cpu"], ours["cpu"],
        theirs["cores"], ours["cores"], theirs["rate"] / 1e6, ours["rate"] / 1e6, 100 * ours["share"], theirs["memory"] / 1e6, ours["memory"] / 1e6,
        "same" if figures["identical"] else "DIFFERENT"), flush=True)


def show_increments(all_figures):
    """What a further profile costs, from the smallest to the largest case of the big binary."""
    big_cases = [figures for figures in all_figures if figures["case"] in ("a10", "a40", "a160")]
    if len(big_cases) < 2:
        return
    first, last = big_cases[0], big_cases[-1]
    further = last["inputs"] - first["inputs"]
    theirs, ours = ((last[name]["wall"] - first[name]["wall"]) / further for name in ("oracle", "tool"))
    print("a further profile of 38 MB: %.1f ms with llvm-profdata, %.1f ms with ours, %.1f times less" % (1000 * theirs, 1000 * ours, theirs / ours))


def release_of(oracle):
    text = subprocess.run([*oracle, "--version"], check=True, capture_output=True, text=True).stdout
    return re.search(r"version (\d+)", text)[1]


def apart(*arguments):
    """Does a part in a process of its own, because what a process starts inherits its peak memory. Returns what it prints."""
    return subprocess.run([sys.executable, os.path.abspath(__file__), *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--cases", default="a10,a40,a160,b,c,d,e,inputs,counters")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--oracle", default=ORACLE, help="llvm-profdata (default: %(default)s)")
    parser.add_argument("--tool", default=TOOL, help="our command; merge and its arguments are appended")
    parser.add_argument("--generate-only", action="store_true")
    parser.add_argument("--copying-speed", action="store_true", help="print the bytes per second of copying memory, and end")
    parser.add_argument("--json", help="write the figures to this file")
    options = parser.parse_args()
    if options.copying_speed:
        print(copying_speed())
        return 0
    oracle, tool = shlex.split(options.oracle), shlex.split(options.tool)
    folder = os.path.abspath(options.folder or tempfile.mkdtemp(prefix="merge-bench-"))
    os.makedirs(folder, exist_ok=True)
    try:
        if options.generate_only:
            for case in cases(options.cases.split(","), folder, oracle):
                print("%-14s %6d inputs %10.1f MB" % (case.name, len(case.inputs), case.size / 1e6), flush=True)
            return 0
        speed = float(apart("--copying-speed"))
        print("%d processors, copying at %.1f GB/s, %d rounds; llvm-profdata | ours" % (os.cpu_count(), speed / 1e9, options.rounds))
        print("case           inputs        MB  seconds           ratio  CPU seconds      cores      MB/s              of copy  peak MB")
        results = []
        with tempfile.TemporaryDirectory(prefix="merge-out-") as scratch:
            for name in options.cases.split(","):
                apart(folder, "--cases", name, "--oracle", options.oracle, "--generate-only")
                for case in cases([name], folder, oracle):
                    results.append(measure(case, oracle, tool, release_of(oracle), options.rounds, scratch, speed))
                    show(results[-1])
        show_increments(results)
        if options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump({"copy": speed, "processors": os.cpu_count(), "rounds": options.rounds, "cases": results}, file, indent=1)
        return 0 if all(figures["identical"] for figures in results) else 1
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
