"""Raw profiles: LLVM's runtime writes its own at the end of this process (LLVM_PROFILE_FILE), covtools writes one right before."""

import ctypes
import _ctypes
import os
import subprocess

import covtools
from harness import raises, run, same


def after_work(path, function, argument, out):
    getattr(ctypes.CDLL(path), function)(int(argument))
    covtools.write_profraw(out)


def save(path, out):
    ctypes.CDLL(path).plugin_work(3)
    covtools.save(out)
    covtools.write_profraw(out + ".profraw")


def from_a_snapshot(file, out):
    """Of a process that is gone, without loading anything."""
    covtools.write_profraw(out, covtools.load(file))
    same(covtools.total(), 0)


def after_unloading(path, out):
    shared = covtools.share()
    library = ctypes.CDLL(path)
    covtools.modules()  # libcovrt is not preloaded: it finds the library when it is asked
    library.plugin_work(3)
    _ctypes.dlclose(library._handle)
    same(covtools.modules(), [])
    covtools.write_profraw(out, shared.everything())


def of_a_program(program, plugin, out):
    shared = covtools.share()
    subprocess.run([program, "return", plugin], check=True, stdout=subprocess.DEVNULL)
    children = shared.children()
    same(shared.everything() == children, True)
    covtools.write_profraw(out, children)


def of_several(first, second, out):
    """Modules of different raw versions do not fit into one file."""
    ctypes.CDLL(first).plugin_work(3)
    ctypes.CDLL(second).plugin_work(3)
    raises(covtools.CovtoolsError, lambda: covtools.write_profraw(out), "%m")
    same(os.path.exists(out), False)
    same(len(covtools.write_profraw(out + "-%m")), 2)


def of_a_missing_build(file, out):
    raises(covtools.CovtoolsError, lambda: covtools.write_profraw(out, covtools.load(file)), "not to be found")


if __name__ == "__main__":
    run(globals())
