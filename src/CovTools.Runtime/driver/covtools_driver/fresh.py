"""A fresh interpreter for one script: imports the library, starts counting, runs the script. Also describes the library."""

import json
import os
import re
import time

from . import child, elf, limits, linux
from .cell import Cell
from .covrt import Covrt
from .interpreter import Interpreter
from .library import Library
from .script import ScriptRun
from .text import describe

_LIMIT = 1 << 30


def main(arguments):
    """Arguments: descriptors of the job, of the cell, and of the pipe that tells that the script begins."""
    job_file, cell_file, begin = (int(item) for item in arguments)
    for descriptor in (job_file, cell_file, begin):
        os.set_inheritable(descriptor, False)
    cell = Cell(cell_file)
    os.close(cell_file)
    with open(job_file, "rb") as file:
        job = json.loads(file.readline())
        source = file.read()
    begun = time.monotonic()
    try:
        injected = Library(job["modules"], job["inject"], job["pythonPath"]).load()
    except BaseException as error:
        cell.set_broken("the import failed: " + describe(error))
        raise
    seconds = time.monotonic() - begun
    counters = job["descriptor"]
    covrt = None
    if counters is not None:
        os.set_inheritable(counters, False)
        covrt = Covrt(job["libcovrt"])
    if job["report"] is not None:
        _describe(job["report"], covrt, seconds)
        # What an empty script adds at the end of the process is measured by really ending it.
        cell.set_started(time.process_time())
        os.write(begin, b"s")
        return 0
    child.prepare_scripts()
    patterns = [re.compile(item) for item in job["outOfMemory"]]
    run = ScriptRun(job["path"], source, Interpreter(injected, patterns), cell)
    if covrt is not None:
        covrt.refresh()
        covrt.reset()
        covrt.attach(counters, os.fsencode(job["counters"]))
        os.environ["COVRT_FILE"] = job["counters"]
    limits.limit_memory(job["memory"])
    cell.set_started(time.process_time())
    os.write(begin, b"s")
    os.close(begin)
    status = run.run()
    if covrt is not None:
        run.finish(status)
    # Only a whole normal exit makes the LLVM runtime write its files.
    return 130 if status < 0 else status


def _describe(report, covrt, seconds):
    os.set_inheritable(report, False)
    if covrt is not None:
        modules, refused = covrt.modules()
        hits = covrt.memory_hits()
    else:
        modules, refused, hits = elf.loaded_modules(), [], b""
    head = {"modules": modules, "refused": refused, "threads": linux.thread_count(), "importSeconds": seconds}
    with open(report, "wb") as file:
        file.write(json.dumps(head).encode("ascii") + b"\n" + hits)


def read_report(descriptor):
    """What _describe wrote: (dict, hits). Raises ValueError."""
    with open(descriptor, "rb") as file:
        file.seek(0)
        head = json.loads(file.readline())
        return head, file.read(_LIMIT)
