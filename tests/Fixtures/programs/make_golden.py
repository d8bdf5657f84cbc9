#!/usr/bin/env python3
"""Packs what releases that not every system can install made of some programs: one archive per release, for tests that have no such compiler.

    make_golden.py OUT [--releases 13,17,18,21,23] [--oracles DIR]

OUT is what build.py made. ../golden/<release>.tar.gz then holds, for each program:
  <program>/inputs.txt                the profiles in the order in which the results were made of them, a name a line
  <program>/<profile>                 those that runs left (profiles in text form are in text/ of this folder)
  <program>/default.profdata          llvm-profdata merge -j 1 of all of them; likewise sparse.profdata and merged.proftext
  <program>/weighted.profdata         3 × the first with the others; counts.txt: llvm-profdata show -all-functions -counts -ic-targets -memop-sizes of
                                      default.profdata (both for a few programs only: the archives stay small)
  <program>/coverage/<binary>         the sections of the binary that coverage needs, as an ELF file
  <program>/coverage/…                llvm-cov of the binaries and default.profdata, run in src/: export.json, export.lcov, summary.json, report.txt, show.txt
Where the release's own llvm-profdata refuses a program's profiles, refused.txt has its words in place of the results.
The same set gives the same archives: members are sorted, without times and owners.
"""
import argparse
import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile

from build import SOURCES
from toolchains import DEFAULT_ORACLES, Release, natural

OUTPUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
PROFILES = ["arithmetic", "names-plain", "bucket", "crash", "continuous", "pool", "shared-objects", "versions", "statics-same-file", "values", "values-front-end", "virtual-calls",
            "vtables", "mcdc", "temporal", "temporal-bytes", "function-entry", "block-coverage", "single-byte", "context-sensitive", "entry-first", "loop-entries", "m32",
            "threads", "text-values", "text-overflow", "text-hashes", "text-pseudo", "text-bitmaps", "text-traces", "text-contextual"]
COVERAGE = ["empty", "arithmetic", "control", "macros", "statics", "mcdc", "single-byte", "exceptions", "coroutines", "templates", "constexpr", "gaps",
            "shared-objects"]
MORE = ["arithmetic", "values", "virtual-calls", "text-overflow", "text-values"]
SECTIONS = ["__llvm_covmap", "__llvm_covfun", "__llvm_prf_names", ".note.gnu.build-id"]


def output_of(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        sys.exit("%s: exit %d\n%s" % (" ".join(command), done.returncode, done.stderr.decode("utf-8", "replace")))
    return done.stdout


def members_of(release, folder, name, profiles, coverage, scratch):
    """The members of one program: path in the archive → bytes."""
    with open(os.path.join(folder, "build.json"), encoding="utf-8") as file:
        facts = json.load(file)
    inputs = [os.path.join(folder, item) for item in facts["inputs"]]
    first = next(path for path in inputs if os.path.getsize(path))
    weighted = ["-weighted-input=3," + first] + [path for path in inputs if path != first]
    profile = os.path.join(scratch, "default.profdata")
    merge = [release.profdata, "merge", "-j", "1", "-o", profile]

    def merged(*arguments):
        output_of(merge + list(arguments), folder)
        with open(profile, "rb") as file:
            return file.read()

    members = {"inputs.txt": "".join(item + "\n" for item in facts["inputs"]).encode()} if profiles else {}
    probe = subprocess.run(merge + [os.path.basename(path) for path in inputs], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if probe.returncode:
        for path in inputs:
            with open(path, "rb") as file:
                members[os.path.basename(path)] = file.read()
        members["refused.txt"] = probe.stdout
        return {"%s/%s" % (name, path): data for path, data in members.items()}
    if profiles:
        for path in inputs if facts["language"] != "text" else []:
            with open(path, "rb") as file:
                members[os.path.basename(path)] = file.read()
        members["sparse.profdata"] = merged("-sparse", *inputs)
        members["merged.proftext"] = merged("-text", *inputs)
    if name in MORE:
        members["weighted.profdata"] = merged(*weighted)
    members["default.profdata"] = merged(*inputs)
    if name in MORE:
        members["counts.txt"] = output_of([release.profdata, "show", "-all-functions", "-counts", "-ic-targets", "-memop-sizes", profile], scratch)
    if coverage:
        objects = []
        for binary in facts["binaries"]:
            small = os.path.join(scratch, binary)
            output_of(["objcopy", "--strip-all", os.path.join(folder, binary), small], scratch)
            output_of(["objcopy"] + [word for section in SECTIONS for word in ("-j", section)] + [small], scratch)
            with open(small, "rb") as file:
                members["coverage/" + binary] = file.read()
            objects.append(small)
        common = ["-instr-profile", profile, objects[-1]] + [word for path in objects[:-1] for word in ("-object", path)]
        for file, arguments in (("export.json", ["export"]), ("export.lcov", ["export", "-format=lcov"]), ("summary.json", ["export", "-summary-only"]),
                                ("report.txt", ["report"]), ("show.txt", ["show"])):
            members["coverage/" + file] = output_of([release.cov] + arguments + common, SOURCES)
    return {"%s/%s" % (name, path): data for path, data in members.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("out")
    parser.add_argument("--releases", default="13,17,18,21,23")
    parser.add_argument("--oracles", default=DEFAULT_ORACLES)
    options = parser.parse_args()
    os.makedirs(OUTPUT, exist_ok=True)
    for name in options.releases.split(","):
        release = Release(name, options.oracles)
        if not release.profdata or not release.cov:
            sys.exit("no tools of %s here" % name)
        members = {}
        for program in sorted(set(PROFILES + COVERAGE)):
            folders = [os.path.join(options.out, name, program), os.path.join(options.out, "text", program)]
            folder = next((path for path in folders if os.path.exists(os.path.join(path, "build.json"))), None)
            if folder is None:
                continue
            with open(os.path.join(folder, "build.json"), encoding="utf-8") as file:
                if json.load(file)["from"] > release.major:
                    continue
            with tempfile.TemporaryDirectory() as scratch:
                members.update(members_of(release, folder, program, program in PROFILES, program in COVERAGE, scratch))
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for path in sorted(members, key=lambda path: (os.path.splitext(path)[1], natural(path))):
                entry = tarfile.TarInfo(path)
                entry.size = len(members[path])
                archive.addfile(entry, io.BytesIO(members[path]))
        target = os.path.join(OUTPUT, name + ".tar.gz")
        with open(target, "wb") as file:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=file, mtime=0) as compressed:
                compressed.write(packed.getvalue())
        print("%s: %d members, %d bytes, packed %d" % (name, len(members), len(packed.getvalue()), os.path.getsize(target)))


if __name__ == "__main__":
    sys.exit(main())
