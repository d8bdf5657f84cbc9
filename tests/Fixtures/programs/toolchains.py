"""Finds LLVM releases: clang-N and the tools beside it, on PATH or in a folder of further releases. Python 3.8, standard library only."""
import os
import re
import shutil
import subprocess

# Releases whose tools are compared with; 15 has no compiler of its own here: 14 and 16 write the raw version that it reads.
ALL = ["13", "14", "15", "16", "17", "18", "19", "21", "22", "23"]
STAND_INS = {"15": "14"}
DEFAULT_ORACLES = "/opt/llvm-oracles/bin"


class Release:
    """One LLVM release, or rustc with the LLVM release that is in it."""

    def __init__(self, name, oracles):
        self.name = name
        self.oracles = oracles
        self.further = False
        if name == "rust":
            self.compiler = shutil.which("rustc") or shutil.which("rustc", path=os.path.expanduser("~/.cargo/bin"))
            version = _output([self.compiler, "-vV"]) if self.compiler else ""
            found = re.search(r"LLVM version: (\d+)", version)
            self.major = int(found.group(1)) if found else 0
            self.version = version
            self.profdata = self._find("llvm-profdata") if found else None
            self.cov = self._find("llvm-cov") if found else None
            return
        self.major = int(name)
        self.compiler = self._find("clang")
        self.further = bool(self.compiler) and os.path.dirname(self.compiler) == oracles
        self.version = _output([self.compiler, "--version"]) if self.compiler else ""
        self.profdata = self._find("llvm-profdata")
        self.cov = self._find("llvm-cov")
        self.linker = self._find("ld.lld")

    def _find(self, tool):
        name = "%s-%d" % (tool, self.major)
        found = shutil.which(name)
        if found:
            return found
        path = os.path.join(self.oracles, name)
        return path if os.access(path, os.X_OK) else None

    def runtime(self, architecture):
        """Why there is no profile runtime for an architecture, or None when there is one."""
        folder = os.path.join(_output([self.compiler, "-print-resource-dir"]).strip(), "lib", "linux")
        name = "libclang_rt.profile-%s.a" % architecture
        return None if os.path.exists(os.path.join(folder, name)) else "no %s in this release's packages here" % name

    @property
    def stored_as(self):
        """The folder of the built set that this release's tools read."""
        return STAND_INS.get(self.name, self.name)


def _output(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    return done.stdout


def natural(text):
    """Sort key in which run-10 follows run-9."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]
