"""Processes that count by themselves."""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading

import covtools
from harness import child, raises, run, same

LLVM, EDGES = os.environ.get("TEST_LLVM"), os.environ.get("TEST_EDGES")


def load():
    return ctypes.CDLL(LLVM), ctypes.CDLL(EDGES)


def work(end=0):
    counters, edges = load()
    counters.plugin_work(3)
    edges.work(4)
    if end:
        os.kill(os.getpid(), end)


def executed_once():
    """What `work` counts, without what loading the libraries counts."""
    load()
    covtools.reset()
    work()
    once = covtools.snapshot()
    covtools.reset()
    return once


def times(snapshot, count):
    result = snapshot
    for _ in range(count - 1):
        result = result.merge(snapshot)
    return result


def every_end_is_counted():
    once = executed_once()
    edges = once.covered("edges")
    if edges < 3 or once.covered("llvm") < 2:
        raise AssertionError("too little")
    shared = covtools.share()
    ends = [0, signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM, signal.SIGFPE, signal.SIGILL, signal.SIGBUS]
    for number, end in enumerate(ends, 1):
        same(child(lambda: work(end)) & 127, end)
        same(values(shared.children()), values(times(once, number)), "after signal %d" % end)
    same(child(lambda: (work(), os._exit(7))) >> 8, 7)
    # Grandchildren.
    same(child(lambda: child(lambda: work(signal.SIGKILL))), 0)
    same(values(shared.children()), values(times(once, len(ends) + 2)))
    same((covtools.covered(), shared.problem()), (0, None))
    work()
    same(values(shared.everything()), values(times(once, len(ends) + 3)))
    same(values(covtools.snapshot()), values(once))


def values(snapshot):
    return [(module.path, module.kind, list(module.values())) for module in sorted(snapshot.modules, key=lambda module: (module.path, module.kind))]


def every_way_to_start_one_is_counted():
    once = executed_once()
    shared = covtools.share()

    def counted(start):
        """Counters can be told from those of earlier processes; edges are flags."""
        before = shared.children("llvm")
        start()
        return values(shared.children("llvm").minus(before))
    loaded_once = counted(lambda: subprocess.run([sys.executable, "-c", "import children; children.work(9)"], check=False))
    counts = {path: sum(numbers) for path, _, numbers in loaded_once}
    same(counts[LLVM] > sum(next(numbers for path, _, numbers in values(once) if path == LLVM)), True, "its constructor is counted too")
    for method, expected in (("fork", values(once)), ("spawn", loaded_once), ("forkserver", loaded_once)):
        process = multiprocessing.get_context(method).Process(target=work, args=(signal.SIGKILL,))

        def start():
            process.start()
            process.join()
        same(counted(start), [entry for entry in expected if entry[1] == "llvm"], method)
        same(process.exitcode, -signal.SIGKILL)
    code = "import subprocess, sys, children; children.work(); subprocess.run([sys.executable, '-c', 'import children; children.work(9)'])"
    twice = [(path, kind, [2 * number for number in numbers]) for path, kind, numbers in loaded_once]
    same(counted(lambda: subprocess.run([sys.executable, "-c", code], check=True)), twice, "subprocess and its child")
    with multiprocessing.get_context("fork").Pool(3) as pool:
        twenty = [entry for entry in values(times(once, 20)) if entry[1] == "llvm"]
        same(counted(lambda: pool.map(work, [0] * 20)), twenty, "pool, while it lives")
    same(shared.children("edges").covered() >= once.covered("edges"), True)
    same(shared.problem(), None)


def libraries_loaded_later_are_counted():
    """By a process that shares already, with and without threads that run."""
    shared = covtools.share()
    for threads in (0, 1):
        wait = threading.Event()
        thread = threading.Thread(target=wait.wait, daemon=True)
        if threads:
            thread.start()
        path = (LLVM, os.environ["TEST_OTHER"])[threads]
        library = ctypes.CDLL(path)

        def count(snapshot):
            return [sum(module.values()) for module in snapshot.modules if module.path == path]
        loaded, = count(covtools.snapshot())
        library.plugin_work(3)
        own, = count(covtools.snapshot())
        before = sum(count(shared.children()))
        same(child(lambda: library.plugin_work(3)), 0)
        same(sum(count(shared.children())) - before, own - loaded, "in a child, %d threads" % threads)
        same(sum(count(shared.everything())) - sum(count(shared.children())), own, "in this process, %d threads" % threads)
        wait.set()
        if threads:
            thread.join()
    same(shared.problem(), None)


def files_outlive_everybody(path):
    once = executed_once()

    def process():
        covtools.share(path)
        work()
        os.kill(os.getpid(), signal.SIGKILL)
    same(child(process) & 127, signal.SIGKILL)
    same(values(covtools.open_shared(path).everything()), values(once))
    shared = covtools.share(path)
    same(values(shared.children()), values(once))
    same(covtools.share() is shared and covtools.share(path) is shared, True)
    raises(covtools.CovtoolsError, lambda: covtools.share(path + "2"), "already")
    same(child(work), 0)
    same(values(shared.children()), values(times(once, 2)))


def sharing_keeps_what_was_counted():
    load()
    work()
    covtools.push()
    covtools.pop()
    before = covtools.snapshot()
    covtools.reset()
    covtools.restore(before)
    shared = covtools.share()
    same(values(covtools.snapshot()), values(before))
    same((values(shared.everything()), shared.children().modules), (values(before), []))
    covtools.reset()
    same(shared.everything().covered(), 0)
    covtools.merge(before)
    same(values(shared.everything()), values(before))


def join_by_environment():
    """A program that was started by one that shares calls share itself."""
    shared = covtools.share()
    code = "import covtools, children; s = covtools.share(); children.work(); print(s.everything().covered(), covtools.covered(), s.children().covered())"
    answer = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE).stdout.split()
    same(answer[0] == answer[1] and int(answer[0]) > 0 and answer[2] == b"0", True, repr(answer))
    same(shared.children().covered(), int(answer[0]))


def damaged_files_are_said(path):
    once = executed_once()
    shared = covtools.share(path)
    same(child(work), 0)
    same(values(shared.children()), values(once))
    with open(path, "r+b") as file:
        file.seek(0x10000 + 8)
        file.write(b"\xff" * 16)
    error = raises(covtools.CovtoolsError, shared.everything, path, "damaged")
    shared.everything(strict=False)
    raises(covtools.CovtoolsError, shared.children, path)
    with open(path + ".bad", "wb") as file:
        file.write(b"CVSH" + bytes(100))
    raises(covtools.CovtoolsError, lambda: covtools.open_shared(path + ".bad").everything(), path + ".bad")
    # A table that claims more than anybody has.
    with open(path, "r+b") as file:
        for number in range(64):
            file.seek(0x10000 + 1152 * number)
            file.write((1).to_bytes(4, "little") + (8).to_bytes(4, "little") + (1 << 30).to_bytes(8, "little") + bytes(8) + b"ab%02x" % number)
            file.seek(0x490000 + 64 * (100 + number))
            file.write((1).to_bytes(4, "little") + number.to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (0x1000000).to_bytes(8, "little"))
        file.seek(16 + 4)
        file.write((200).to_bytes(4, "little"))
    raises(covtools.CovtoolsError, lambda: shared.everything(strict=False), "more than is possible")


if __name__ == "__main__":
    run(globals())
