#!/usr/bin/env python3
"""Runs every script of a sample corpus in a process of its own and compares how it ends with its "# expect:" line.

usage: check_corpus.py CORPUS --inject NAME=MODULE … [--out-of-memory REGEX] [--jobs N] [--timeout S] [--only PART] [--python FILE]

Needs nothing of the tool: it shows that corpus and library agree. The library is found through PYTHONPATH. With
LLVM_PROFILE_FILE set (use %p in it) the LLVM runtime's profiles are left behind. Exit code 1 when a script ends otherwise.
"""

import argparse
import concurrent.futures
import os
import signal
import subprocess
import sys
import tempfile
import time

# Runs as `python -c`: becomes the script's own __main__, as `python script.py` would. The name of an uncaught
# exception goes into a file, because the traceback may be anything.
CHILD = r"""
def _start():
    import os, re, sys
    report, path, pattern, inject = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    search = re.search
    me = os.getpid()
    create, write, close, getpid = os.open, os.write, os.close, os.getpid
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    show = sys.excepthook
    def hook(kind, value, trace):
        if getpid() == me:
            fd = create(report, flags, 0o600)
            memory = issubclass(kind, MemoryError) or pattern and search(pattern, str(value))
            write(fd, (("memory " if memory else "exception ") + kind.__name__).encode())
            close(fd)
        show(kind, value, trace)
    sys.excepthook = hook
    main = sys.modules["__main__"]
    del main._start
    main.__dict__.update({"__file__": path, "__cached__": None})
    for pair in inject:
        name, module = pair.split("=")
        __import__(module)
        main.__dict__[name] = sys.modules[module]
    sys.argv[:] = [path]
    sys.path[0] = os.path.dirname(path)
    with open(path, "rb") as file:
        source = file.read()
    exec(compile(source, path, "exec"), main.__dict__)
_start()
"""


def run(python, path, inject, timeout, out_of_memory):
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "report")
        work = os.path.join(scratch, "work")
        os.mkdir(work)
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen([python, "-c", CHILD, report, path, out_of_memory, *inject], cwd=work,
                                       start_new_session=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            try:
                code = process.wait(timeout)
                timed_out = False
            except subprocess.TimeoutExpired:
                timed_out = True
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            size = output.seek(0, os.SEEK_END)
            output.seek(max(0, size - 500))
            tail = output.read().decode("utf-8", "replace")
        if timed_out:
            return "timeout", tail
        if code < 0:
            return f"signal:{-code}", tail
        if os.path.exists(report):
            with open(report, encoding="utf-8") as file:
                kind, name = file.read().split()
            return ("memory" if kind == "memory" else f"exception:{name}"), tail
        return ("ok" if code == 0 else f"exit:{code}"), tail


def expectation(path):
    with open(path, "rb") as file:
        return file.readline().decode().rstrip("\n")[len("# expect: "):]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus")
    parser.add_argument("--inject", nargs="*", default=[], metavar="NAME=MODULE")
    parser.add_argument("--out-of-memory", default="", metavar="REGEX", help="text of exceptions that mean it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=2, help="seconds per script, import included; default 2")
    parser.add_argument("--only", default="", help="part of the path")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()

    corpus = os.path.abspath(options.corpus)
    paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(corpus) for name in names
                   if name.endswith(".py") and options.only in os.path.join(folder, name))
    if not paths:
        sys.exit(f"check_corpus.py: no scripts in {corpus}")
    started = time.monotonic()
    wrong = 0
    counts = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = pool.map(lambda path: run(options.python, path, options.inject, options.timeout, options.out_of_memory), paths)
        for path, (outcome, tail) in zip(paths, runs):
            expected = expectation(path)
            counts[outcome.split(":")[0]] = counts.get(outcome.split(":")[0], 0) + 1
            if outcome != expected:
                wrong += 1
                print(f"{os.path.relpath(path, corpus)}: {outcome}, expected {expected}\n{tail}")
    print(f"{len(paths)} scripts, {wrong} not as expected, {time.monotonic() - started:.1f} s: {counts}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
