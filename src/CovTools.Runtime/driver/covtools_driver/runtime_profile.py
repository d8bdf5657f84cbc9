"""What the LLVM runtime writes at the normal end of a process that has only imported the library: the floor, by definition.

Counting the end of a process ourselves would count more: what static destructors do after the runtime has written its profile."""

import os

from . import linux, profraw

_VARIABLE = "COVRT_PROFILE_FILE"


class RuntimeProfile:
    """The file that the runtimes of the library's modules are told to write to, while they are loaded."""

    def __init__(self):
        self.descriptor = linux.move_high(linux.anonymous_file("covtools-floor"))

    def __enter__(self):
        os.environ[_VARIABLE] = "/proc/self/fd/%d" % self.descriptor
        return self

    def __exit__(self, *_):
        del os.environ[_VARIABLE]

    def take(self):
        """What was written: raw profiles one after the other; empty when the library has no runtime that writes. Later writes go nowhere: the runtimes keep the name."""
        with open(self.descriptor, "rb", closefd=False) as file:
            file.seek(0)
            data = file.read()
        nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        os.dup2(nowhere, self.descriptor, inheritable=False)
        os.close(nowhere)
        return data if profraw.is_profile(data) else b""
