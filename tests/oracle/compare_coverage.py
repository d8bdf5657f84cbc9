#!/usr/bin/env python3
"""Compares `report`, `show` and `export` with llvm-cov of many releases, byte by byte.

    compare_coverage.py OUT --tool "dotnet …/dotnet-cov-collect.dll" [--releases 14,19] [--programs …] [--cases json,lcov] [--keep DIR]

OUT is what tests/Fixtures/programs/build.py made. For every release N and every program with coverage, each case runs
`TOOL export|report|show BINARY [-object BINARY]… --profile FILE --llvm N OPTIONS` and `llvm-cov-N export|report|show …` with the same options in the folder of
the sources. FILE is what llvm-profdata-N merged, so that differences come from coverage alone. Equal means the same exit code and the same standard output.
Exit codes: 0 all equal; 1 differences; 4 a release that was asked for is not here.

llvm-cov puts the time into html only; everything that is compared here depends on the inputs alone. Where its own threads would matter (-num-threads), one is used.
"""
import hashlib
import os
import sys

from oracle_set import CRASHED, DIFFERENT, EQUAL, SOURCES, compare, find_releases, first_difference, parser, run

# (name, first release, command, options); {source} is the program's first source, {folder} the folder of the sources: llvm-cov finds a named source by its full path only.
CASES = [
    ("json", 13, "export", []),
    ("json-text-format", 13, "export", ["-format=text"]),
    ("json-summary", 13, "export", ["-summary-only"]),
    ("json-no-expansions", 13, "export", ["-skip-expansions"]),
    ("json-no-functions", 13, "export", ["-skip-functions"]),
    ("json-neither", 13, "export", ["-skip-expansions", "-skip-functions"]),
    ("json-no-branches", 19, "export", ["-skip-branches"]),
    ("json-one-file", 13, "export", ["-compilation-dir={folder}", "{source}"]),
    ("json-ignore", 13, "export", ["-ignore-filename-regex=(second|inc|\\.h)"]),
    ("json-unify", 18, "export", ["-unify-instantiations=false"]),
    ("json-region-filter", 13, "export", ["-region-coverage-lt=90"]),
    ("lcov", 13, "export", ["-format=lcov"]),
    ("lcov-summary", 13, "export", ["-format=lcov", "-summary-only"]),
    ("lcov-ignore", 13, "export", ["-format=lcov", "-ignore-filename-regex=main"]),
    ("report", 13, "report", []),
    ("report-no-branches", 13, "report", ["-show-branch-summary=false"]),
    ("report-no-regions", 13, "report", ["-show-region-summary=false"]),
    ("report-instantiations", 13, "report", ["-show-instantiation-summary"]),
    ("report-mcdc", 18, "report", ["-show-mcdc-summary"]),
    ("report-functions", 13, "report", ["-compilation-dir={folder}", "-show-functions", "{source}"]),
    ("report-functions-no-branches", 13, "report", ["-compilation-dir={folder}", "-show-functions", "-show-branch-summary=false", "{source}"]),
    ("report-ignore", 13, "report", ["-ignore-filename-regex=(second|\\.h)"]),
    ("report-one-file", 13, "report", ["-compilation-dir={folder}", "{source}"]),
    ("show", 13, "show", []),
    ("show-branches", 13, "show", ["-show-branches=count"]),
    ("show-branches-percent", 13, "show", ["-show-branches=percent"]),
    ("show-regions", 13, "show", ["-show-regions"]),
    ("show-counts-or-regions", 13, "show", ["-show-line-counts-or-regions"]),
    ("show-expansions", 13, "show", ["-show-expansions"]),
    ("show-no-instantiations", 13, "show", ["-show-instantiations=false"]),
    ("show-no-counts", 13, "show", ["-show-line-counts=false"]),
    ("show-mcdc", 18, "show", ["-show-mcdc"]),
    ("show-mcdc-branches", 18, "show", ["-show-mcdc", "-show-branches=count"]),
    ("show-one-file", 13, "show", ["-compilation-dir={folder}", "{source}"]),
    ("show-one-function", 13, "show", ["-name=main"]),
    ("show-function-regex", 13, "show", ["-name-regex=^(main|f.*|loops)$"]),
    ("show-filter", 13, "show", ["-region-coverage-lt=100"]),
    ("show-line-filter", 13, "show", ["-line-coverage-gt=20"]),
    ("show-tabs", 13, "show", ["-tab-size=4"]),
    ("show-colour", 13, "show", ["-use-color"]),
    ("show-everything", 13, "show", ["-show-branches=count", "-show-regions", "-show-expansions", "-show-line-counts-or-regions"]),
    ("missing-profile", 13, "report", ["MISSING"]),
]


def compare_program(tool, release, program, expectations, scratch, selected):
    if program.facts["instrument"] != "coverage" or program.facts["language"] == "text":
        return
    profile = os.path.join(scratch, "merged.profdata")
    merged = run([release.profdata, "merge", "-j", "1", "-o", profile] + program.options + program.inputs, scratch, profile)
    if merged.code != 0:
        # The oracle cannot read its own run-time's file (13, several profiles in one): the other runs still count.
        readable = [path for path in program.inputs if run([release.profdata, "merge", "-j", "1", "-o", profile] + program.options + [path], scratch, profile).code == 0]
        merged = run([release.profdata, "merge", "-j", "1", "-o", profile] + program.options + readable, scratch, profile)
    objects = [program.binaries[-1]] + [word for path in program.binaries[:-1] for word in ("-object", path)]
    with open(profile, "rb") as file:
        key = hashlib.sha256(file.read()).hexdigest()
    for name, since, command, options in CASES:
        if release.major < since or not selected(name):
            continue
        options = [option.replace("{source}", program.facts["sources"][0].replace("//", "/")).replace("{folder}", SOURCES) for option in options]
        used = profile
        if options == ["MISSING"]:
            options, used = [], os.path.join(scratch, "no-such.profdata")
        theirs = [release.cov, command] + objects + ["-instr-profile", used] + options
        expected = expectations.get(name, [key] + [word.replace(scratch, "") for word in theirs], lambda: run(theirs, SOURCES))
        actual = run(tool + [command] + objects + ["--profile", used, "--llvm", str(release.major)] + options, SOURCES)
        if expected.code < 0 or expected.code > 128:
            yield name, CRASHED, "", expected, actual
        elif expected.code == actual.code and expected.output == actual.output:
            yield name, EQUAL, "", expected, actual
        else:
            yield name, DIFFERENT, first_difference(expected, actual), expected, actual


def main():
    options = parser(__doc__, "command that understands `report|show|export BINARY --profile FILE --llvm N …`").parse_args()
    options.out = os.path.abspath(options.out)
    return compare(options, find_releases(options, "cov"), compare_program)


if __name__ == "__main__":
    sys.exit(main())
