#!/usr/bin/env python3
"""Builds the wheel of the Python module covtools, with libcovrt and libmemcov in it, by the standard library and a C compiler alone.

usage: eng/wheel.py [FOLDER] [x64|arm64|all]      FOLDER is _result/wheels, the architecture this machine's

The same sources and compiler give the same bytes. Prints the paths of the wheels. Exit codes: those of build-libcovrt.sh."""

import base64
import hashlib
import os
import platform
import re
import subprocess
import sys
import tempfile
import zipfile

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RUNTIME = os.path.join(REPOSITORY, "src", "CovTools.Runtime")
LIBRARIES = ("libcovrt.so", "libmemcov.so")
# They are linked to no C library, so they load beside every one (docs/shared-counters.md).
MACHINES = {"x64": "x86_64", "arm64": "aarch64"}
TAGS = ("manylinux2014_%s", "manylinux_2_17_%s", "musllinux_1_1_%s")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(REPOSITORY, "_result", "wheels")
    native = {machine: name for name, machine in MACHINES.items()}.get(platform.machine())
    wanted = sys.argv[2] if len(sys.argv) > 2 else native
    if len(sys.argv) > 3 or wanted not in (*MACHINES, "all"):
        print(__doc__.split("\n")[2], file=sys.stderr)
        return 2
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="covtools-wheel-") as libraries:
        status = subprocess.run(["sh", os.path.join(RUNTIME, "build-libcovrt.sh"), libraries, wanted], check=False).returncode
        if status != 0:
            return status
        for name in MACHINES if wanted == "all" else [wanted]:
            print(build(folder, libraries, name))
    return 0


def build(folder, libraries, architecture):
    version = project_version()
    tags = ["py3-none-" + tag % MACHINES[architecture] for tag in TAGS]
    path = os.path.join(folder, "covtools-%s-py3-none-%s.whl" % (version, ".".join(tag % MACHINES[architecture] for tag in TAGS)))
    information = "covtools-%s.dist-info/" % version
    files = dict(package_files())
    for name in LIBRARIES:
        files["covtools/lib/linux-%s/%s" % (architecture, name)] = read(os.path.join(libraries, "linux-" + architecture, name))
    files[information + "licenses/LICENSE"] = read(os.path.join(REPOSITORY, "LICENSE"))
    files[information + "METADATA"] = "\n".join([
        "Metadata-Version: 2.1", "Name: covtools", "Version: " + version, "Summary: Coverage of a process and its children, in memory: LLVM's counters and SanitizerCoverage",
        "License: MIT", "Requires-Python: >=3.8", "Classifier: Operating System :: POSIX :: Linux", "Description-Content-Type: text/markdown",
        "", read(os.path.join(REPOSITORY, "docs", "python.md")).decode()]).encode()
    files[information + "WHEEL"] = "\n".join(["Wheel-Version: 1.0", "Generator: eng/wheel.py", "Root-Is-Purelib: false"] + ["Tag: " + tag for tag in tags] + [""]).encode()
    record = information + "RECORD"
    lines = ["%s,sha256=%s,%d" % (name, digest(data), len(data)) for name, data in sorted(files.items())]
    files[record] = ("\n".join(lines + [record + ",,"]) + "\n").encode()
    temporary = "%s.%d.tmp" % (path, os.getpid())
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in sorted(files.items(), key=lambda item: (".dist-info/" in item[0], item[0])):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(".so") else 0o644) << 16
            wheel.writestr(entry, data)
    os.replace(temporary, path)
    return path


def package_files():
    folder = os.path.join(RUNTIME, "python")
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(place, name)
                yield os.path.relpath(path, folder).replace(os.sep, "/"), read(path)


def project_version():
    return re.search(r"<Version>([^<]+)</Version>", read(os.path.join(REPOSITORY, "Directory.Build.props")).decode()).group(1)


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def read(path):
    with open(path, "rb") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
