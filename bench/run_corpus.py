#!/usr/bin/env python3
"""Runs a corpus of Python scripts in three ways, side by side on one machine, and compares scripts per second:

  group   one fresh interpreter per group that executes its scripts one after another by exec, and writes one .profraw;
          what crashes or hangs takes the rest of its group with it. This is how coverage of such corpora is usually collected
  script  one fresh interpreter and one .profraw per script
  ours    the command given by --ours, for example 'dotnet cov-collect run {corpus} --library torch-ops -o {out} …'

The first two end with `llvm-profdata merge`, which is part of their time. Rounds alternate, so that a machine that slows
down slows all of them; medians are compared. Also measured: what limits any tool, the bare cost of a process.

usage: run_corpus.py CORPUS --modules torch torch_ops [--ours 'COMMAND {corpus} {out}'] [--rounds N] [--jobs N] …
The modules are imported and injected under their names (or NAME=MODULE). They are found through PYTHONPATH.
Exit code 1 when a command of ours fails (other than by 1, "work was lost").
"""

import argparse
import concurrent.futures
import json
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

# Becomes __main__; executes the given scripts as a simple collector does, and says after each that it got so far.
RUNNER = r"""
import os, sys, traceback
progress, names = sys.argv[1], sys.argv[2].split(",")
inject = {}
for pair in names:
    name, _, module = pair.partition("=")
    __import__(module or name)
    inject[name] = sys.modules[module or name]
paths = [line.rstrip("\n") for line in sys.stdin]
sys.stdin = open(os.devnull)
for path in paths:
    try:
        with open(path, "rb") as file:
            source = file.read()
        exec(compile(source, path, "exec"), {"__name__": "__main__", "__file__": path, **inject})
    except SystemExit:
        pass
    except BaseException:
        traceback.print_exc()
    with open(progress, "a") as file:
        file.write(path + "\n")
"""

# What a process costs that has imported the modules: seconds per fork + exit + wait, and how long the imports took.
FORKER = r"""
import os, sys, time
started = time.perf_counter()
for pair in sys.argv[1].split(","):
    __import__(pair.partition("=")[2] or pair)
imported = time.perf_counter() - started
best = []
for _ in range(5):
    started = time.perf_counter()
    for _ in range(40):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
    best.append((time.perf_counter() - started) / 40)
print(imported, sorted(best)[2])
"""


def scan(corpus):
    """Groups (top-level folders; the root is one) of absolute paths, in the order of their names."""
    groups = {}
    for folder, folders, names in os.walk(corpus):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                parts = os.path.relpath(path, corpus).split(os.sep)
                groups.setdefault(parts[0] if len(parts) > 1 else "", []).append(path)
    return groups


def execute(options, paths, name, work, timeout):
    """One interpreter; returns how many of the scripts it got through and left a profile for."""
    profile = os.path.join(work, "profraw", f"{name}.profraw")
    progress = os.path.join(work, "progress", name)
    scratch = tempfile.mkdtemp(dir=work)
    environment = {**options.environment, "LLVM_PROFILE_FILE": profile}
    with open(os.path.join(work, "log", name), "wb") as log:
        process = subprocess.Popen([options.python, "-c", RUNNER, progress, ",".join(options.modules)], cwd=scratch,
                                   stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment, start_new_session=True)
        try:
            process.communicate("".join(path + "\n" for path in paths).encode(), timeout)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    shutil.rmtree(scratch, ignore_errors=True)
    if not os.path.exists(profile) or os.path.getsize(profile) == 0 or not os.path.exists(progress):
        return 0
    with open(progress, encoding="utf-8") as file:
        return len(file.readlines())


def merge(options, work):
    profiles = os.path.join(work, "profraw")
    listed = os.path.join(work, "profiles.txt")
    with open(listed, "w", encoding="utf-8") as file:
        file.writelines(os.path.join(profiles, name) + "\n" for name in sorted(os.listdir(profiles))
                        if os.path.getsize(os.path.join(profiles, name)) > 0)
    subprocess.run([options.llvm_profdata, "merge", "--sparse", "--failure-mode=all", f"--input-files={listed}",
                    "-o", os.path.join(work, "merged.profdata")], check=True)


def run_interpreters(options, groups, per_script, work):
    for name in ("profraw", "progress", "log"):
        os.mkdir(os.path.join(work, name))
    batches = [[path] for paths in groups.values() for path in paths] if per_script else list(groups.values())
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        kept = sum(pool.map(lambda item: execute(options, item[1], f"{item[0]:06}", work,
                                                 options.start_timeout + options.timeout * len(item[1])),
                            enumerate(batches)))
    merge(options, work)
    return kept


def run_ours(options, work):
    out = os.path.join(work, "out")
    command = [part.format(corpus=options.corpus, out=out, jobs=options.jobs, timeout=options.timeout)
               for part in shlex.split(options.ours)]
    with open(os.path.join(work, "stdout"), "wb") as output, open(os.path.join(work, "stderr"), "wb") as errors:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=options.environment).returncode
    if code not in (0, 1):
        with open(os.path.join(work, "stderr"), encoding="utf-8", errors="replace") as file:
            sys.exit(f"run_corpus.py: --ours ended with {code}\n{file.read()[-2000:]}")
    return code


def measure_limits(options):
    """Import time, and seconds per bare fork with one process and with --jobs of them at the same time."""
    command = [options.python, "-c", FORKER, ",".join(options.modules)]
    environment = {**options.environment, "LLVM_PROFILE_FILE": os.devnull}

    def start():
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def result(process):
        output, _ = process.communicate()
        if process.returncode != 0:
            sys.exit("run_corpus.py: the modules cannot be imported")
        return [float(value) for value in output.split()[-2:]]

    imported, alone = result(start())
    together = [result(process)[1] for process in [start() for _ in range(options.jobs)]]
    return {"import": imported, "fork": alone, "forkTogether": statistics.mean(together) / options.jobs}


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--modules", nargs="+", required=True, metavar="MODULE")
    parser.add_argument("--ours", help="command; {corpus}, {out}, {jobs} and {timeout} are replaced")
    parser.add_argument("--ways", default="group,script,ours", help="which to run; default all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--script-rounds", type=int, help="rounds of the slowest way; default as --rounds")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=10, help="seconds per script (times their number for a group)")
    parser.add_argument("--start-timeout", type=float, default=60, help="seconds more for the imports of an interpreter")
    parser.add_argument("--python", default="/usr/bin/python3")
    parser.add_argument("--llvm-profdata", default="llvm-profdata-14", help="of the release that built the library")
    parser.add_argument("--work", help="folder for temporary files; default: the system's")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    options = parser.parse_args()
    options.corpus = os.path.abspath(options.corpus)
    options.environment = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", **os.environ}
    if "PYTHONPATH" in os.environ:
        # Every interpreter has a working directory of its own.
        options.environment["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, os.environ["PYTHONPATH"].split(os.pathsep)))
    options.ways = [way for way in options.ways.split(",") if way != "ours" or options.ours]
    if not options.ways or set(options.ways) - {"group", "script", "ours"}:
        parser.error("--ways: group, script, ours (with --ours)")
    if min(options.rounds, options.jobs, options.script_rounds or 1) < 1:
        parser.error("--rounds, --script-rounds and --jobs are at least 1")
    return options


def main():
    options = parse()
    groups = scan(options.corpus)
    count = sum(len(paths) for paths in groups.values())
    if count == 0:
        sys.exit(f"run_corpus.py: no scripts in {options.corpus}")
    limits = measure_limits(options)
    seconds = {way: [] for way in options.ways}
    kept = {}
    for round_ in range(max(options.rounds, options.script_rounds or 0)):
        for way in options.ways:
            if round_ >= (options.script_rounds or options.rounds if way == "script" else options.rounds):
                continue
            with tempfile.TemporaryDirectory(dir=options.work) as work:
                started = time.perf_counter()
                if way == "ours":
                    kept[way] = f"exit code {run_ours(options, work)}"
                else:
                    kept[way] = run_interpreters(options, groups, way == "script", work)
                seconds[way].append(time.perf_counter() - started)
            print(f"round {round_ + 1} {way}: {seconds[way][-1]:.2f} s, kept: {kept[way]}", file=sys.stderr, flush=True)

    medians = {way: statistics.median(values) for way, values in seconds.items()}
    report = {
        "scripts": count, "groups": len(groups), "cores": os.cpu_count(), "jobs": options.jobs, "limits": limits,
        "ways": {way: {"seconds": values, "median": medians[way], "scriptsPerSecond": count / medians[way], "kept": kept[way]}
                 for way, values in seconds.items()},
    }
    if "ours" in medians:
        report["ratios"] = {way: medians[way] / medians["ours"] for way in medians if way != "ours"}
    if options.json:
        print(json.dumps(report, indent=2))
        return
    print(f"{count} scripts in {len(groups)} groups, {options.jobs} at a time, {os.cpu_count()} cores; medians of the rounds")
    print(f"{'way':8}{'seconds':>10}{'scripts/s':>11}{'ours is':>10}  coverage kept of")
    for way in options.ways:
        ratio = f"{report['ratios'][way]:.1f} x" if way in report.get("ratios", {}) else "-"
        print(f"{way:8}{medians[way]:10.2f}{count / medians[way]:11.1f}{ratio:>10}  {kept[way]}")
    print(f"limits: import {limits['import']:.2f} s; bare fork + exit of a process with the modules {limits['fork'] * 1000:.2f} ms, "
          f"{options.jobs} at a time {limits['forkTogether'] * 1000:.2f} ms each: at most {1 / limits['forkTogether']:.0f} scripts/s")


if __name__ == "__main__":
    main()
