#!/usr/bin/env python3
"""Builds and runs the programs of programs.json with each LLVM release and keeps what they leave.

    build.py OUT [--releases 14,19,rust] [--programs NAME,…] [--jobs N] [--oracles DIR]

OUT/<release>/<program>/ then holds the binaries, the profiles in the order of the runs (run-1.profraw …) and build.json, which names them. A release is a clang-N
on PATH or in --oracles DIR, a folder of further releases; "rust" is rustc; "text" are profiles in text form, which need no compiler.
What is up to date (same sources, description, compiler) is left alone. The table says what was built and, for the rest, why not.
Exit codes: 0 all that should build was built; 1 something failed; 2 wrong usage; 4 a release that was asked for by name is not here.
"""
import argparse
import concurrent.futures
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys

from toolchains import ALL, DEFAULT_ORACLES, STAND_INS, Release, natural

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "src")
TEXTS = os.path.join(HERE, "text")
INSTRUMENT = {
    "coverage": (["-fprofile-instr-generate", "-fcoverage-mapping", "-fcoverage-compilation-dir=."], ["-fprofile-instr-generate"]),
    "ir": (["-fprofile-generate"], ["-fprofile-generate"]),
    "cs": (["-fprofile-use={trained}", "-fcs-profile-generate"], ["-fprofile-use={trained}", "-fcs-profile-generate"]),
}
# Names that the profile runtimes of further releases want from a newer C library than this system's.
SHIM = """#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#undef strtol
#undef strtoul
long __isoc23_strtol(const char *text, char **end, int base) { return strtol(text, end, base); }
unsigned long __isoc23_strtoul(const char *text, char **end, int base) { return strtoul(text, end, base); }
int __isoc23_sscanf(const char *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsscanf(text, format, arguments);
    va_end(arguments);
    return result;
}
"""


class Failure(Exception):
    pass


def run(command, folder, environment=None, expected=0):
    """Runs a command that must end with the expected code (below zero: a signal)."""
    variables = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C"}
    variables.update(environment or {})
    try:
        done = subprocess.run(command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    except subprocess.TimeoutExpired:
        raise Failure("%s took more than 300 s" % " ".join(command))
    except OSError as error:
        raise Failure("%s: %s" % (command[0], error.strerror))
    if done.returncode not in ((expected, 128 - expected) if expected < 0 else (expected,)):
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        telling = [line for line in lines if ("error" in line or "undefined" in line or "cannot" in line) and "linker command failed" not in line]
        reason = (telling or lines or ["no output"])[0]
        raise Failure("%s: exit %d, expected %d: %s" % (os.path.basename(command[0]), done.returncode, expected, reason.strip()))


def content_hash():
    """Everything that results depend on besides the compiler and the description."""
    digest = hashlib.sha256()
    for path in sorted(glob.glob(os.path.join(SOURCES, "**"), recursive=True) + glob.glob(os.path.join(TEXTS, "*")) + [os.path.abspath(__file__)]):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                digest.update(os.path.relpath(path, HERE).encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def left_out(program, release):
    """Why a release does not build a program, or None."""
    if "text" in (program["language"], release.name):
        return None if program["language"] == release.name else ""
    if (program["language"] == "rust") != (release.name == "rust"):
        return ""
    if release.major < program.get("from", 0):
        return program["why"]["before"]
    if release.major > program.get("to", 99):
        return program["why"]["after"]
    if release.name in program.get("not", {}):
        return program["not"][release.name]
    if "lld" in program.get("needs", []) and not release.linker:
        return "ld.lld-%d is not here" % release.major
    if "32-bit" in program.get("needs", []):
        runtime = release.runtime("i386")
        if runtime:
            return runtime
        if not glob.glob("/usr/lib32/libc.so*") or not glob.glob("/usr/lib/gcc/*/*/32/libgcc.a"):
            return "no 32-bit C library here (apt: libc6-dev-i386 lib32gcc-12-dev)"
    return None


class Builder:
    def __init__(self, out, release, program, content, fixed_addresses):
        self.release = release
        self.program = program
        self.set = out
        self.folder = os.path.join(out, release.name, program["name"])
        self.fixed_addresses = fixed_addresses
        text = json.dumps([program, release.version, content, fixed_addresses], sort_keys=True)
        self.stamp = hashlib.sha256(text.encode()).hexdigest()

    def up_to_date(self):
        try:
            with open(os.path.join(self.folder, "build.json")) as file:
                return json.load(file)["stamp"] == self.stamp
        except (OSError, ValueError, KeyError):
            return False

    def build(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        program = self.program
        if program["language"] == "text":
            for name in program["sources"]:
                shutil.copy(os.path.join(TEXTS, name), self.folder)
            return self.finish([], list(program["sources"]))
        binaries = program.get("binaries") or [dict(name="program", sources=program["sources"])]
        inputs = []
        if "trained_by" in program:
            inputs.append(self.merge_first())
        for binary in binaries:
            (self.rust if program["language"] == "rust" else self.clang)(binary)
        inputs += self.run_all(binaries[-1]["name"])
        self.finish([binary["name"] for binary in binaries], inputs)

    def merge_first(self):
        other = os.path.join(self.set, self.release.name, self.program["trained_by"])
        run([self.release.profdata, "merge", "-j", "1", "-o", os.path.join(self.folder, "first.profdata")] + sorted(glob.glob(os.path.join(other, "*.profraw"))), self.folder)
        return "first.profdata"

    def clang(self, binary):
        program, release = self.program, self.release
        plus = program["language"] == "c++"
        compile_flags, link_flags = INSTRUMENT[program.get("instrument", "coverage")]
        trained = os.path.join(self.folder, "first.profdata")
        flags = [flag.replace("{trained}", trained) for flag in compile_flags + program.get("flags", []) + binary.get("flags", [])]
        link = [flag.replace("{trained}", trained) for flag in link_flags + program.get("link", []) + binary.get("link", [])]
        if not any(flag.startswith("-O") for flag in flags):
            flags.insert(0, "-O0")
        if binary.get("shared"):
            flags.append("-fPIC")
            link.append("-shared")
        objects = []
        for index, source in enumerate(binary["sources"]):
            inside, _, name = source.partition("//")
            folder, name = (os.path.join(SOURCES, inside), name) if name else (SOURCES, source)
            output = os.path.join(self.folder, "%d.o" % index)
            run([release.compiler] + flags + ["-c", name, "-o", output], folder)
            objects.append("%d.o" % index)
        if release.further:
            with open(os.path.join(self.folder, "shim.c"), "w") as file:
                file.write(SHIM)
            run([release.compiler, "-w", "-O1", "-fPIC"] + [flag for flag in flags if flag == "-m32"] + ["-c", "shim.c", "-o", "shim.o"], self.folder)
            os.remove(os.path.join(self.folder, "shim.c"))
            objects.append("shim.o")
        libraries = binary.get("libraries", [])
        if libraries:
            link.append("-Wl,-rpath,$ORIGIN")
        if "-fuse-ld=lld" in link:
            link[link.index("-fuse-ld=lld")] = ("--ld-path=" if release.major >= 13 else "-fuse-ld=") + release.linker
        command = [release.compiler] + (["--driver-mode=g++"] if plus else []) + objects + ["-Wl,--build-id"] + link + libraries + ["-o", binary["name"]]
        run(command, self.folder)
        for name in set(objects):
            os.remove(os.path.join(self.folder, name))
        for step in program.get("after", []):
            run([step, binary["name"]], self.folder)

    def rust(self, binary):
        program = self.program
        flags = ["--edition", "2021", "-C", "instrument-coverage", "-C", "codegen-units=1", "-C", "metadata=programs", "--remap-path-prefix", "%s=." % SOURCES] + program.get("flags", [])
        link = []
        for crate in program["crates"]:
            name = os.path.splitext(os.path.basename(crate))[0]
            run([self.release.compiler] + flags + ["--crate-type", "rlib", "--crate-name", name, crate, "-o", os.path.join(self.folder, "lib%s.rlib" % name)], SOURCES)
            link += ["--extern", "%s=%s" % (name, os.path.join(self.folder, "lib%s.rlib" % name))]
        run([self.release.compiler] + flags + link + ["-C", "link-arg=-Wl,--build-id", "--crate-name", "program", program["sources"][0],
                                                      "-o", os.path.join(self.folder, binary["name"])], SOURCES)
        for crate in glob.glob(os.path.join(self.folder, "*.rlib")):
            os.remove(crate)

    def run_all(self, default):
        profiles = []
        for number, step in enumerate(self.program["runs"], 1):
            pattern = step.get("profile", "run-%d.profraw" % number)
            command = [os.path.join(self.folder, step.get("program", default))] + step.get("args", [])
            if self.fixed_addresses:
                command = ["setarch", os.uname().machine, "-R"] + command
            run(command, self.folder, {"LLVM_PROFILE_FILE": os.path.join(self.folder, pattern)}, step.get("exit", 0))
            new = sorted((os.path.basename(path) for path in glob.glob(os.path.join(self.folder, "*.profraw"))), key=natural)
            added = [name for name in new if name not in profiles]
            if not added and "%m" not in pattern:
                raise Failure("run %d left no profile" % number)
            profiles += added
        return profiles

    def finish(self, binaries, inputs):
        program = self.program
        facts = {"stamp": self.stamp, "name": program["name"], "language": program["language"], "release": self.release.name, "llvm": self.release.major,
                 "instrument": "text" if program["language"] == "text" else program.get("instrument", "coverage"),
                 "fixedAddresses": self.fixed_addresses, "binaries": binaries, "inputs": inputs,
                 "sources": program.get("sources") or program["binaries"][-1]["sources"], "merge": program.get("merge", []), "ours": program.get("ours", "equal"),
                 "beyond": self.release.name in program.get("beyond", {}),
                 "from": program.get("from", 0)}
        with open(os.path.join(self.folder, "build.json"), "w") as file:
            json.dump(facts, file, indent=2)
            file.write("\n")


class Text:
    """Stands for the release of text profiles."""
    name, major, version, compiler = "text", 0, "", "text"


def addresses_can_be_fixed():
    try:
        return subprocess.run(["setarch", os.uname().machine, "-R", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("out")
    parser.add_argument("--releases", help="comma separated; default: all that are here")
    parser.add_argument("--programs", help="comma separated; default: all")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--oracles", default=DEFAULT_ORACLES, help="folder with clang-N and llvm-profdata-N of further releases (%(default)s)")
    options = parser.parse_args()
    with open(os.path.join(HERE, "programs.json"), encoding="utf-8") as file:
        programs = json.load(file)["programs"]
    if options.programs:
        wanted = options.programs.split(",")
        unknown = sorted(set(wanted) - {program["name"] for program in programs})
        if unknown:
            parser.error("no such program: " + ", ".join(unknown))
        wanted += [program["trained_by"] for program in programs if program["name"] in wanted and "trained_by" in program]
        programs = [program for program in programs if program["name"] in wanted]
    names = options.releases.split(",") if options.releases else ALL + ["rust", "text"]
    unknown = sorted(set(names) - set(ALL) - {"rust", "text"})
    if unknown:
        parser.error("no such release: " + ", ".join(unknown))
    out = os.path.abspath(options.out)

    releases, missing = [], []
    for name in names:
        if name in STAND_INS:
            print("%s: tools only; its tools read the set of %s" % (name, STAND_INS[name]))
            continue
        release = Text() if name == "text" else Release(name, options.oracles)
        if release.compiler is None:
            missing.append(name)
            print("%s: no compiler on PATH or in %s" % (name, options.oracles))
        else:
            releases.append(release)

    content, fixed = content_hash(), addresses_can_be_fixed()
    if not fixed:
        print("setarch -R does not work here: addresses in raw profiles differ from build to build")
    results = {}

    def work(release, program):
        reason = left_out(program, release)
        if reason is not None:
            return "-", reason
        builder = Builder(out, release, program, content, fixed)
        if builder.up_to_date():
            return "=", ""
        try:
            builder.build()
            return "+", ""
        except Failure as failure:
            return "F", str(failure)

    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for wave in ([p for p in programs if "trained_by" not in p], [p for p in programs if "trained_by" in p]):
            tasks = {pool.submit(work, release, program): (release.name, program["name"]) for program in wave for release in releases}
            for task, key in tasks.items():
                results[key] = task.result()

    width = max(len(program["name"]) for program in programs) + 2
    print("\n%s%s" % ("".ljust(width), "".join(release.name.rjust(6) for release in releases)))
    for program in programs:
        marks = [results[release.name, program["name"]] for release in releases]
        print(program["name"].ljust(width) + "".join((mark if mark != "-" or reason else " ").rjust(6) for mark, reason in marks))
    print("\n+ built   = up to date   - left out   F failed   (blank: another language)")
    reasons = {}
    for (release, program), (mark, reason) in results.items():
        if reason:
            reasons.setdefault((program, mark, reason), []).append(release)
    for (program, mark, reason), of in reasons.items():
        print("%s %s [%s]: %s" % (mark, program, ", ".join(of), reason))
    count = lambda mark: sum(1 for found, _ in results.values() if found == mark)
    print("%d built, %d up to date, %d left out, %d failed" % (count("+"), count("="), sum(1 for m, r in results.values() if m == "-" and r), count("F")))
    if count("F"):
        return 1
    return 4 if missing and options.releases else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
