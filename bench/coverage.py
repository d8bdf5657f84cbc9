#!/usr/bin/env python3
"""Coverage of big binaries, side by side: LLVM's llvm-cov and a command of ours read the same object and profile alternately, from the page cache, and write to
/dev/null. Prints the medians of wall time, their ratio, CPU seconds and peak memory. The objects are those of coverage_binary.py.

usage: bench/coverage.py [FOLDER] [--cases export,lcov,report,…] [--rounds N] [--oracle CMD] [--profdata CMD] [--tool CMD] [--generate-only] [--json FILE]

cases  export lcov report   the reference object: 256,000 functions, 4 million regions, 2.5 million counters, 281 MB
       second               report of another profile of the reference object, its mapping known from the one before (ours: in the cache)
       buckets              10 cumulative buckets of an object of 20,000 functions: llvm-profdata merge and llvm-cov show -format=html to a folder for
                            each, whose totals are what people keep; ours: report --growth of all of them
       buckets-reference    the same for a program of the size of the reference object; not among the default cases, for llvm-cov takes minutes
       functions            report and lcov of 10^3 … 10^6 functions
       regions              report and lcov of 20,000 functions with 4 … 256 regions each
       files                report and lcov of 20,000 functions in 10 … 10,000 files
       macros               report and lcov of 1,000 functions in one file with 0 … 150,000 uses of macros

FOLDER takes the inputs (about 2 GB; those that exist are used again); without it a temporary folder is made and removed. Totals of both are compared in the
cases of the reference object. Exit code 1 when they differ. Measure on an otherwise idle machine."""

import argparse
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import coverage_binary

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = "dotnet " + os.path.join(ROOT, "src/CovTools.Cli/bin/Release/net10.0/dotnet-cov-collect.dll")
CASES = "export,lcov,report,second,buckets,functions,regions,files,macros"
BUCKETS = 10


class Tools:
    """The commands that are compared."""

    def __init__(self, cov, profdata, tool, release):
        self.cov, self.profdata, self.tool, self.release = cov, profdata, tool, release

    def pair(self, verb, target, profile, cached=False):
        """The same work as commands of both: verb is export, lcov or report."""
        theirs = {"export": ["export"], "lcov": ["export", "-format=lcov"], "report": ["report"]}[verb]
        ours = {"export": ["export", "--format", "llvm-json"], "lcov": ["export", "--format", "lcov"], "report": ["report"]}[verb]
        return (
            [[*self.cov, *theirs, target, "-instr-profile", profile]],
            [[*self.tool, *ours, target, "--profile", profile, "--llvm", self.release, *([] if cached else ["--no-cache"])]])


class Run:
    """One execution of some commands, one after the other."""

    def __init__(self, commands, cwd, environment):
        self.wall = self.cpu = self.memory = 0
        for command in commands:
            with open(os.path.join(cwd, "log"), "w+b") as log, open(os.devnull, "wb") as nothing:
                start = time.perf_counter()
                process = subprocess.Popen(command, stdout=nothing, stderr=log, cwd=cwd, env=environment)
                _, status, usage = os.wait4(process.pid, 0)
                self.wall += time.perf_counter() - start
                process.returncode = os.waitstatus_to_exitcode(status)
                if process.returncode != 0:
                    log.seek(0)
                    raise SystemExit("coverage.py: %s: exit code %d\n%s" % (shlex.join(command), process.returncode, log.read()[-2000:].decode(errors="replace")))
            self.cpu += usage.ru_utime + usage.ru_stime
            self.memory = max(self.memory, usage.ru_maxrss * 1024)


class Case:
    """Two lists of commands under a name; what is needed to make their inputs has been done."""

    def __init__(self, name, theirs, ours, rounds=None, warm_up=False):
        self.name, self.theirs, self.ours, self.rounds, self.warm_up = name, theirs, ours, rounds, warm_up


def cases(names, folder, tools):
    """The cases with these names; inputs are made when a case is asked for."""
    reference = {"functions": 256_000, "regions": 4_000_000, "counters": 2_500_000, "size": 281_000_000, "profiles": 2, "profdata": tools.profdata}
    for name in names:
        if name in ("export", "lcov", "report", "second"):
            target, profiles = coverage_binary.make(os.path.join(folder, "reference"), **reference)
            theirs, ours = tools.pair("report" if name == "second" else name, target, profiles[name == "second"], cached=name == "second")
            yield Case(name, theirs, ours, warm_up=name == "second")
        elif name == "buckets":
            yield buckets(folder, tools, name, functions=20_000, regions=312_000, counters=195_000, files=60, macros=8_000)
        elif name == "buckets-reference":
            yield buckets(folder, tools, name, functions=256_000, regions=4_000_000, counters=2_500_000, files=300, macros=100_000)
        elif name == "functions":
            yield from series(folder, tools, name, (10 ** power for power in range(3, 7)), lambda size: {"functions": size, "regions": 16 * size, "counters": 10 * size, "macros": size // 2})
        elif name == "regions":
            yield from series(folder, tools, name, (4, 16, 64, 256), lambda size: {"functions": 20_000, "regions": 20_000 * size, "counters": 20_000 * max(1, size // 2), "macros": 0})
        elif name == "files":
            yield from series(folder, tools, name, (10, 100, 1000, 10_000), lambda size: {"functions": 20_000, "regions": 320_000, "counters": 200_000, "files": size, "macros": 0})
        elif name == "macros":
            yield from series(folder, tools, name, (0, 1500, 15_000, 150_000), lambda size: {"functions": 1000, "regions": 16_000 + 2 * size, "counters": 10_000, "files": 2, "macros": size})
        else:
            raise SystemExit("coverage.py: no case is named %r" % name)


def series(folder, tools, name, sizes, parameters):
    for size in sizes:
        target, profiles = coverage_binary.make(os.path.join(folder, "%s-%d" % (name, size)), profdata=tools.profdata, **parameters(size))
        for verb in ("report", "lcov"):
            yield Case("%s-%s-%d" % (name, verb, size), *tools.pair(verb, target, profiles[0]))


def buckets(folder, tools, name, **program):
    """What is kept of a bucket is its totals; the practice in the field reads them from the pages that llvm-cov writes."""
    place = os.path.join(folder, name)
    target, profiles = coverage_binary.make(place, profiles=BUCKETS, sources=True, **program)
    theirs = []
    equivalence = "-path-equivalence=%s,%s" % (coverage_binary.SOURCE_ROOT, os.path.join(place, "sources"))
    for last in range(1, BUCKETS + 1):
        merged = os.path.join(place, "bucket.profdata")
        theirs += [
            [*tools.profdata, "merge", "-sparse", *profiles[:last], "-o", merged],
            [*tools.cov, "show", target, "-instr-profile", merged, "-format=html", "-output-dir", os.path.join(place, "html"), equivalence]]
    ours = [[*tools.tool, "report", target, "--growth", "--llvm", tools.release, *(word for profile in profiles for word in ("--profile", profile))]]
    return Case(name, theirs, ours, rounds=1)


def measure(case, rounds, scratch):
    environment = {**os.environ, "XDG_CACHE_HOME": os.path.join(scratch, "cache")}
    if case.warm_up:
        Run(case.ours, scratch, environment)
    runs = ([], [])
    for _ in range(case.rounds or rounds):
        for commands, results in zip((case.theirs, case.ours), runs):
            results.append(Run(commands, scratch, environment))
    figures = {"case": case.name, "rounds": len(runs[0])}
    for name, results in zip(("oracle", "tool"), runs):
        figures[name] = {figure: statistics.median(getattr(run, figure) for run in results) for figure in ("wall", "cpu", "memory")}
    figures["ratio"] = figures["oracle"]["wall"] / figures["tool"]["wall"]
    figures["identical"] = same_output(case, scratch, environment) if case.name in ("lcov", "report", "second") else None
    return figures


def same_output(case, scratch, environment):
    """Whether both commands of a case print the same."""
    outputs = []
    for commands in (case.theirs, case.ours):
        outputs.append(os.path.join(scratch, "output-%d" % len(outputs)))
        with open(outputs[-1], "wb") as output:
            subprocess.run(commands[-1], check=True, stdout=output, stderr=subprocess.DEVNULL, cwd=scratch, env=environment)
    with open(outputs[0], "rb") as left, open(outputs[1], "rb") as right:
        same = left.read() == right.read()
    for path in outputs:
        os.remove(path)
    return same


def show(figures):
    theirs, ours = figures["oracle"], figures["tool"]
    verdict = {True: "same", False: "DIFFERENT", None: ""}[figures["identical"]]
    print("%-24s %9.3f %9.3f %7.1fx  %8.2f %8.2f  %8.0f %8.0f  %s" % (
        figures["case"], theirs["wall"], ours["wall"], figures["ratio"], theirs["cpu"], ours["cpu"], theirs["memory"] / 1e6, ours["memory"] / 1e6, verdict), flush=True)


def release_of(oracle):
    text = subprocess.run([*oracle, "--version"], check=True, capture_output=True, text=True).stdout
    return text.split("version ", 1)[1].split(".", 1)[0]


def apart(*arguments):
    """Makes inputs in a process of its own, because what a process starts inherits its peak memory."""
    subprocess.run([sys.executable, os.path.abspath(__file__), *arguments], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--cases", default=CASES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--oracle", default="llvm-cov-19", help="llvm-cov (default: %(default)s)")
    parser.add_argument("--profdata", default="llvm-profdata-19", help="llvm-profdata (default: %(default)s)")
    parser.add_argument("--tool", default=TOOL, help="our command; a verb and its arguments are appended")
    parser.add_argument("--generate-only", action="store_true")
    parser.add_argument("--json", help="write the figures to this file")
    options = parser.parse_args()
    oracle = shlex.split(options.oracle)
    tools = Tools(oracle, shlex.split(options.profdata), shlex.split(options.tool), release_of(oracle))
    folder = os.path.abspath(options.folder or tempfile.mkdtemp(prefix="coverage-bench-"))
    os.makedirs(folder, exist_ok=True)
    try:
        if options.generate_only:
            for case in cases(options.cases.split(","), folder, tools):
                print(case.name, flush=True)
            return 0
        print("%d processors, %d rounds; llvm-cov | ours" % (os.cpu_count(), options.rounds))
        print("case                     seconds               ratio    CPU seconds      peak MB")
        results = []
        with tempfile.TemporaryDirectory(prefix="coverage-out-") as scratch:
            for name in options.cases.split(","):
                apart(folder, "--cases", name, "--oracle", options.oracle, "--profdata", options.profdata, "--generate-only")
                for case in cases([name], folder, tools):
                    results.append(measure(case, options.rounds, scratch))
                    show(results[-1])
        if options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump({"processors": os.cpu_count(), "cases": results}, file, indent=1)
        return 1 if any(figures["identical"] is False for figures in results) else 0
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
