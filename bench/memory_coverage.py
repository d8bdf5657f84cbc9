#!/usr/bin/env python3
"""How fast counters are read, cleared and compared in memory, against memcpy of the same bytes, and against memcov on the same library.

usage: bench/memory_coverage.py [--counters N] [--rounds N] [--memcov FOLDER] [--json FILE]

FOLDER is a checkout of memcov, which is built outside of it; without it that part is left out. What is printed are medians. The library of so many counters is not
compiled code: it has sections of the right names and sizes, because nothing here depends on what is between the counters."""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMPILER = os.environ.get("CC", "cc")
PYTHON = "/usr/bin/python3"

COUNTERS = """
#include <stdint.h>
#define SECTION(name) __attribute__((section(name), used, aligned(64)))
SECTION("__llvm_prf_cnts") static uint64_t s_counters[COUNTERS] = {0};
void fill(unsigned step) { for (unsigned i = 0; i < COUNTERS; i += step) s_counters[i]++; }
"""

EDGES = """
#include <stdint.h>
void __sanitizer_cov_trace_pc_guard_init(uint32_t *, uint32_t *);
void __sanitizer_cov_trace_pc_guard(uint32_t *);
static uint32_t s_guards[COUNTERS];
__attribute__((constructor)) static void start(void) { __sanitizer_cov_trace_pc_guard_init(s_guards, s_guards + COUNTERS); }
void fill(unsigned step) { for (unsigned i = 0; i < COUNTERS; i += step) __sanitizer_cov_trace_pc_guard(&s_guards[i]); }
void hot(unsigned times) { for (unsigned i = 0; i < times; i++) __sanitizer_cov_trace_pc_guard(&s_guards[i & 1023]); }
"""

HOT = """
#include <stdlib.h>
static volatile int s_sink;
__attribute__((noinline)) static int step(int i) { if (i & 1) return i; if (i & 2) return -i; return 7; }
int main(int count, char **words) { int times = atoi(words[count - 1]), sum = 0; for (int i = 0; i < times; i++) sum += step(i); s_sink = sum; return 0; }
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--counters", type=int, default=999_999)  # memcov writes past its memory when the number of edges is a multiple of 8
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--memcov")
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="covtools-bench-") as folder:
        results = measure(options, folder)
    for name, figures in results.items():
        print("%-46s %s" % (name, "  ".join("%s %s" % (key, format(value, ".4g")) for key, value in figures.items())))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)


def measure(options, folder):
    subprocess.run(["sh", REPOSITORY + "/src/CovTools.Runtime/build-libcovrt.sh", folder], check=True)
    os.environ["COVTOOLS_LIBRARIES"] = folder
    sys.path.insert(0, REPOSITORY + "/src/CovTools.Runtime/python")
    results = {}
    results.update(memory(options, folder))
    if options.memcov:
        results.update(against_memcov(options, folder))
    results.update(overhead(options, folder))
    return results


def compile_library(folder, name, source, counters, *flags):
    path = os.path.join(folder, name)
    with open(path + ".c", "w", encoding="utf-8") as file:
        file.write(source)
    subprocess.run([COMPILER, "-O2", "-shared", "-fPIC", "-Wl,--build-id", "-DCOUNTERS=%d" % counters, path + ".c", "-o", path, *flags], check=True)
    return path


def median(work, rounds, before=None):
    """Seconds of one call."""
    times = []
    for _ in range(rounds):
        if before is not None:
            before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def memory(options, folder):
    """LLVM counters: each operation against memcpy of the same bytes."""
    import covtools
    library = ctypes.CDLL(compile_library(folder, "libcounters.so", COUNTERS, options.counters))
    size = 8 * options.counters
    source, target = ctypes.create_string_buffer(size), ctypes.create_string_buffer(size)
    copy = median(lambda: ctypes.memmove(target, source, size), options.rounds)
    native = covtools._native.lib
    library.fill(20)
    before = covtools.snapshot()
    address, length = before.block()
    found = (ctypes.c_uint64 * 64)()
    buffer = ctypes.create_string_buffer(length)
    library.fill(options.counters // 50)  # of which some are new
    operations = {
        "snapshot": (lambda: native.covrt_snapshot(15, buffer, length), None),
        "snapshot with new memory (Python)": (covtools.snapshot, None),
        "restore": (lambda: covtools.restore(before), None),
        "reset of 5 % executed": (covtools.reset, lambda: covtools.restore(before)),
        "reset of all executed": (covtools.reset, lambda: library.fill(1)),
        "count": (covtools.covered, None),
        "difference (what is new)": (lambda: native.covrt_new(address, length, found, 64), None),
        "difference (Python)": (lambda: covtools.new_since(before), None),
        "merge": (lambda: covtools.merge(before), None),
        "push and pop": (lambda: (covtools.push(), covtools.pop()), None),
    }
    results = {"memcpy of %d bytes" % size: {"us": copy * 1e6, "GB/s": size / copy / 1e9}}
    for name, (work, prepare) in operations.items():
        took = median(work, options.rounds, prepare)
        results[name] = {"us": took * 1e6, "of memcpy": took / copy}
    return results


PROBE = """
import ctypes, json, statistics, sys, time
library = ctypes.CDLL(sys.argv[1])
rounds = int(sys.argv[2])
def median(work, before=None):
    times = []
    for _ in range(rounds):
        if before: before()
        start = time.perf_counter(); work(); times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6
buffer = (ctypes.c_char * library.mcov_get_total())()
library.fill(20)
result = {}
result["count, nothing new"] = median(library.mcov_get_now)
def some():
    library.mcov_reset(); library.fill(20000)
result["count, 50 new"] = median(library.mcov_get_now, some)
library.fill(20)
def both():
    library.mcov_push_coverage(); library.mcov_pop_coverage()
result["push and pop"] = median(both)
result["push, 50 edges, pop"] = median(lambda: (library.mcov_push_coverage(), library.fill(20000), library.mcov_pop_coverage()))
result["hit map out"] = median(lambda: library.mcov_copy_hitmap(buffer))
result["reset"] = median(library.mcov_reset, lambda: library.fill(20))
rounds = 7
result["10 M executed edges"] = median(lambda: library.hot(10_000_000))
sys.stderr.write(json.dumps(result))
"""


def against_memcov(options, folder):
    """The same library, linked to memcov and to libmemcov; each in a process of its own, alternately."""
    build = os.path.join(folder, "memcov")
    os.mkdir(build)
    sources = [os.path.join(options.memcov, "src", name) for name in ("trace.cpp", "memcov.cpp")]
    clang = os.environ.get("CLANG", "clang++-19")
    subprocess.run([clang, "-O2", "-std=c++17", "-shared", "-fPIC", *sources, "-o", build + "/libmemcov.so"], check=True)
    ours = os.path.dirname(covrt_path(folder))
    results = {}
    for counters in (10_001, options.counters):
        libraries = {}
        for name, place in (("memcov", build), ("ours", ours)):
            libraries[name] = compile_library(folder, "lib%s%d.so" % (name, counters), EDGES, counters, "-L" + place, "-lmemcov", "-Wl,-rpath," + place)
        figures = {name: [] for name in libraries}
        for _ in range(3):
            for name, path in libraries.items():
                done = subprocess.run([PYTHON, "-c", PROBE, path, str(options.rounds)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                figures[name].append(json.loads(done.stderr))
        for key in figures["ours"][0]:
            values = {name: statistics.median(run[key] for run in runs) for name, runs in figures.items()}
            results["%d edges: %s" % (counters, key)] = {"ours us": values["ours"], "memcov us": values["memcov"], "of memcov": values["ours"] / values["memcov"]}
    return results


def covrt_path(folder):
    return os.path.join(folder, [name for name in os.listdir(folder) if name.startswith("linux-")][0], "libcovrt.so")


def overhead(options, folder):
    """A hot loop and an import: plain, with libcovrt, and counting into a shared file."""
    source = os.path.join(folder, "hot.c")
    with open(source, "w", encoding="utf-8") as file:
        file.write(HOT)
    clang = os.environ.get("CLANG", "clang++-19").replace("clang++", "clang")
    subprocess.run([clang, "-O1", "-fprofile-instr-generate", "-fcoverage-mapping", source, "-o", folder + "/hot"], check=True)
    share = "import covtools, subprocess, sys; covtools.share(); sys.exit(subprocess.call(sys.argv[1:]))"
    ways = {
        "plain": ({"LLVM_PROFILE_FILE": "/dev/null"}, []),
        "preloaded": ({"LD_PRELOAD": covrt_path(folder)}, []),
        "shared": ({"PYTHONPATH": REPOSITORY + "/src/CovTools.Runtime/python"}, [PYTHON, "-c", share]),
    }
    commands = {"hot loop, 300 M steps": [folder + "/hot", "300000000"], "import torch": [PYTHON, "-c", "import torch"]}
    nothing = {name: statistics.median(spent(environment, before, ["/bin/true"]) for _ in range(5)) for name, (environment, before) in ways.items()}
    results = {}
    for what, command in commands.items():
        times = {name: [] for name in ways}
        for _ in range(7):
            for name, (environment, before) in ways.items():
                times[name].append(spent(environment, before, command) - (nothing[name] if before else 0))
        results[what] = {name + " s": statistics.median(values) for name, values in times.items()}
    return results


def spent(environment, before, command):
    start = time.perf_counter()
    subprocess.run(before + command, check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
