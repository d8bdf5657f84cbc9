#!/usr/bin/env python3
"""How the tool scales with the number of scripts: runs N trivial scripts against samples/tinytensor and prints scripts per second, the peak memory of the
tool's own process, and the size of the run store per script.

usage: bench/many_scripts.py [--scripts N] [--jobs N] [--tool 'COMMAND']
The sample must be built (samples/tinytensor/build.sh) and the tool too (eng/publish.sh)."""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = "dotnet " + os.path.join(ROOT, "_result/tool/dotnet-cov-collect.dll")
PER_GROUP = 500


def make_corpus(folder, count):
    """Scripts of one call each, of which many hit the same."""
    for number in range(count):
        group = os.path.join(folder, "group_%04d" % (number // PER_GROUP))
        if number % PER_GROUP == 0:
            os.makedirs(group)
        path = os.path.join(group, "script_%06d.py" % number)
        with open(path, "w", encoding="ascii") as script:
            script.write("tt.ones(%d) + tt.ones(%d)  # %d\n" % (number % 7 + 1, number % 7 + 1, number))
        os.utime(path, (1.7e9 + number % PER_GROUP,) * 2)


def peak_memory(process):
    """Bytes: the largest resident set that the process has reported while it ran."""
    peak = 0
    while process.poll() is None:
        try:
            with open("/proc/%d/status" % process.pid, encoding="ascii") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        peak = max(peak, int(line.split()[1]) * 1024)
        except (FileNotFoundError, ProcessLookupError):
            break
        time.sleep(0.2)
    return peak


def size_of(folder, names):
    return sum(
        os.path.getsize(os.path.join(directory, file))
        for directory, _, files in os.walk(folder) for file in files if file in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scripts", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--tool", default=TOOL)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="covtools-bench-")
    try:
        corpus = os.path.join(work, "corpus")
        make_corpus(corpus, options.scripts)
        command = shlex.split(options.tool) + [
            "run", corpus, "--library", "tinytensor", "--baseline", "many", "--jobs", str(options.jobs), "-o", os.path.join(work, "out"), "--json"]
        environment = dict(os.environ, COVTOOLS_SAMPLES=os.path.join(ROOT, "samples"))
        begin = time.monotonic()
        with open(os.path.join(work, "result.json"), "w+b") as output:
            process = subprocess.Popen(command, stdout=output, env=environment)
            peak = peak_memory(process)
            seconds = time.monotonic() - begin
            if process.wait() != 0:
                sys.exit("the tool ended with exit code %d" % process.returncode)
            output.seek(0)
            ledger = json.load(output)["ledger"]
        store = os.path.join(work, "out", "many", "run")
        lines = size_of(store, {"scripts.jsonl", "journal.jsonl"})
        print("scripts               %d (%s)" % (ledger["found"], ", ".join("%s %d" % item for item in ledger.items() if isinstance(item[1], int) and item[1])))
        print("seconds               %.1f" % seconds)
        print("scripts per second    %.1f with %d jobs on %d processors" % (options.scripts / seconds, options.jobs, os.cpu_count()))
        print("peak memory, tool     %.0f MB" % (peak / 1e6))
        print("store per script      %.1f bytes (manifest and journal)" % (lines / options.scripts))
        print("distinct hits         %d bytes in all" % size_of(store, {"hits.bin"}))
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
