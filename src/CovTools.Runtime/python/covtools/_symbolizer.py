"""Source positions of addresses, by a program that is installed."""

import os
import re
import shutil
import subprocess

from ._errors import CovtoolsError

_RELEASES = range(30, 12, -1)
_POSITION = re.compile(r"^(.*?):(\d+|\?)(?::(\d+))?(?: \(discriminator \d+\))?$")


def find():
    """(path, whether it is llvm-symbolizer). COVTOOLS_SYMBOLIZER says another one. Raises CovtoolsError when there is none."""
    named = os.environ.get("COVTOOLS_SYMBOLIZER")
    names = [named] if named else ["llvm-symbolizer"] + ["llvm-symbolizer-%d" % release for release in _RELEASES] + ["addr2line"]
    for name in names:
        path = shutil.which(name)
        if path:
            return path, "addr2line" not in os.path.basename(path)
    raise CovtoolsError("%s not found: source positions need llvm-symbolizer (Debian: llvm) or addr2line (binutils)" % " or ".join(names))


def positions(path, addresses):
    """[(function, file, line, column)] of addresses in an ELF file."""
    program, is_llvm = find()
    if is_llvm:
        command = [program, "--obj=" + path, "--functions=linkage", "--no-inlines", "--no-demangle"]
    else:
        command = [program, "-f", "-e", path]
    text = "".join("0x%x\n" % address for address in addresses)
    environment = {name: value for name, value in os.environ.items() if name not in ("LD_PRELOAD", "COVRT_FILE")}
    done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, check=False)
    if done.returncode != 0:
        raise CovtoolsError("%s failed with exit code %d: %s" % (program, done.returncode, done.stderr.decode("utf-8", "replace").strip()[-500:]))
    lines = [line for line in done.stdout.decode("utf-8", "surrogateescape").split("\n") if line or not is_llvm]
    if not is_llvm and lines and not lines[-1]:
        lines.pop()
    if len(lines) != 2 * len(addresses):
        raise CovtoolsError("%s answered %d lines for %d addresses" % (program, len(lines), len(addresses)))
    return [(_known(lines[at]),) + _position(lines[at + 1]) for at in range(0, len(lines), 2)]


def _known(text):
    return "" if text == "??" else text


def _position(text):
    match = _POSITION.match(text)
    if match is None:
        return "", 0, 0
    file, line, column = match.groups()
    return _known(file), int(line) if line != "?" else 0, int(column or 0)
