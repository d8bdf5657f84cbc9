#!/usr/bin/env python3
"""LLVM's own tools behind our command line, to test the comparers: compared with themselves they must be equal, with another release's they must not.

    llvm_as_tool.py [--as N] [--oracles DIR] merge --llvm N … | profile show --llvm N … | report|show|export BINARY --profile FILE --llvm N …
"""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "programs"))
from toolchains import DEFAULT_ORACLES  # noqa: E402


def take(words, option):
    """Removes an option and gives its value."""
    if option not in words:
        return None
    place = words.index(option)
    value = words[place + 1]
    del words[place:place + 2]
    return value


def main():
    words = sys.argv[1:]
    if words[:1] == ["merge"] and any(word.startswith("-debug-info") for word in words):
        print("error: correlation by debug info is refused, as our tool does", file=sys.stderr)
        return 1
    other = take(words, "--as")
    oracles = take(words, "--oracles") or DEFAULT_ORACLES
    major = take(words, "--llvm")
    major = other or major
    if words[:1] == ["profile"]:
        words = words[1:]
        tool, command = "llvm-profdata", words
    elif words[:1] == ["merge"]:
        tool, command = "llvm-profdata", ["merge"] + (["-j", "1"] if not any(word.startswith("-num-threads") for word in words) else []) + words[1:]
        command = ["-j=1" if word.startswith("-num-threads") else word for word in command]
    else:
        tool = "llvm-cov"
        profile = take(words, "--profile")
        command = words + (["-instr-profile=" + profile] if profile else [])
    name = "%s-%s" % (tool, major)
    path = shutil.which(name) or os.path.join(oracles, name)
    return os.execv(path, [path] + command)


if __name__ == "__main__":
    sys.exit(main())
