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
# {names} is a list of function names; MISSING stands for a profile that is not there, EMPTY for -empty-profile.
CASES = [
    ("json", 13, "export", []),
    ("json-text-format", 13, "export", ["-format=text"]),
    ("json-summary", 13, "export", ["-summary-only"]),
    ("json-no-expansions", 13, "export", ["-skip-expansions"]),
    ("json-no-functions", 13, "export", ["-skip-functions"]),
    ("json-neither", 13, "export", ["-skip-expansions", "-skip-functions"]),
    ("json-no-branches", 19, "export", ["-skip-branches"]),
    ("json-one-file", 13, "export", ["-compilation-dir={folder}", "{source}"]),
    ("json-folder", 13, "export", ["-compilation-dir={folder}", "{folder}"]),
    ("json-no-file", 13, "export", ["-compilation-dir={folder}", "no-such-file.c"]),
    ("json-ignore", 13, "export", ["-ignore-filename-regex=(second|inc|\\.h)"]),
    ("json-ignore-twice", 13, "export", ["-ignore-filename-regex=second", "-ignore-filename-regex=\\.h$"]),
    ("json-ignore-all", 13, "export", ["-ignore-filename-regex=.*"]),
    ("json-include", 23, "export", ["-include-filename-regex=(main|\\.h)"]),
    ("json-unify", 21, "export", ["-unify-instantiations=false"]),
    ("json-region-filter", 13, "export", ["-region-coverage-lt=90"]),
    ("json-name", 13, "export", ["-name=main"]),
    ("json-path-equivalence", 13, "export", ["-path-equivalence={folder},/elsewhere"]),
    ("json-compilation-folder", 13, "export", ["-compilation-dir=/elsewhere"]),
    ("json-threads", 13, "export", ["-num-threads=3"]),
    ("json-demangled", 13, "export", ["-Xdemangler=c++filt", "-Xdemangler=-n"]),
    ("json-empty-profile", 21, "export", ["EMPTY"]),
    ("json-mcdc-vectors", 23, "export", ["-show-mcdc-non-executed-vectors"]),
    ("lcov", 13, "export", ["-format=lcov"]),
    ("lcov-summary", 13, "export", ["-format=lcov", "-summary-only"]),
    ("lcov-ignore", 13, "export", ["-format=lcov", "-ignore-filename-regex=main"]),
    ("lcov-no-functions", 13, "export", ["-format=lcov", "-skip-functions"]),
    ("lcov-no-expansions", 13, "export", ["-format=lcov", "-skip-expansions"]),
    ("lcov-no-branches", 18, "export", ["-format=lcov", "-skip-branches"]),
    ("lcov-one-file", 13, "export", ["-format=lcov", "-compilation-dir={folder}", "{source}"]),
    ("lcov-name", 13, "export", ["-format=lcov", "-name=main"]),
    ("lcov-unify", 21, "export", ["-format=lcov", "-unify-instantiations=false"]),
    ("lcov-empty-profile", 21, "export", ["-format=lcov", "EMPTY"]),
    ("lcov-demangled", 13, "export", ["-format=lcov", "-Xdemangler=c++filt", "-Xdemangler=-n"]),
    ("report", 13, "report", []),
    ("report-no-branches", 13, "report", ["-show-branch-summary=false"]),
    ("report-no-regions", 13, "report", ["-show-region-summary=false"]),
    ("report-instantiations", 13, "report", ["-show-instantiation-summary"]),
    ("report-mcdc", 18, "report", ["-show-mcdc-summary"]),
    ("report-functions", 13, "report", ["-compilation-dir={folder}", "-show-functions", "{source}"]),
    ("report-functions-no-branches", 13, "report", ["-compilation-dir={folder}", "-show-functions", "-show-branch-summary=false", "{source}"]),
    ("report-ignore", 13, "report", ["-ignore-filename-regex=(second|\\.h)"]),
    ("report-one-file", 13, "report", ["-compilation-dir={folder}", "{source}"]),
    ("report-no-functions", 23, "report", ["-show-function-summary=false"]),
    ("report-summary-only", 13, "report", ["-summary-only"]),
    ("report-colour", 13, "report", ["-use-color"]),
    ("report-name", 13, "report", ["-name=main"]),
    ("report-region-filter", 13, "report", ["-region-coverage-lt=90"]),
    ("report-functions-name", 13, "report", ["-compilation-dir={folder}", "-show-functions", "-name=main", "{source}"]),
    ("report-functions-demangled", 13, "report", ["-compilation-dir={folder}", "-show-functions", "-Xdemangler=c++filt", "-Xdemangler=-n", "{source}"]),
    ("report-functions-mcdc", 18, "report", ["-compilation-dir={folder}", "-show-functions", "-show-mcdc-summary", "{source}"]),
    ("report-functions-no-file", 13, "report", ["-show-functions"]),
    ("report-functions-colour", 13, "report", ["-compilation-dir={folder}", "-show-functions", "-use-color", "{source}"]),
    ("report-empty-profile", 21, "report", ["EMPTY"]),
    ("report-all-columns", 18, "report", ["-show-mcdc-summary", "-show-instantiation-summary"]),
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
    ("show-two-functions", 13, "show", ["-name=main", "-name=loops"]),
    ("show-no-function", 13, "show", ["-name=no_such_function"]),
    ("show-listed", 14, "show", ["-name-allowlist={names}"]),
    ("show-function-and-file", 13, "show", ["-compilation-dir={folder}", "-name=main", "{source}"]),
    ("show-function-regex", 13, "show", ["-name-regex=^(main|f.*|loops)$"]),
    ("show-filter", 13, "show", ["-region-coverage-lt=100"]),
    ("show-line-filter", 13, "show", ["-line-coverage-gt=20"]),
    ("show-region-gt", 13, "show", ["-region-coverage-gt=50"]),
    ("show-line-lt", 13, "show", ["-line-coverage-lt=80"]),
    ("show-name-and-filter", 13, "show", ["-name-regex=.", "-region-coverage-lt=100", "-line-coverage-gt=10"]),
    ("show-tabs", 13, "show", ["-tab-size=4"]),
    ("show-colour", 13, "show", ["-use-color"]),
    ("show-colour-everything", 13, "show", ["-use-color", "-show-branches=count", "-show-regions", "-show-expansions", "-show-line-counts-or-regions"]),
    ("show-colour-mcdc", 18, "show", ["-use-color", "-show-mcdc", "-show-branches=percent", "-show-expansions"]),
    ("show-colour-function", 13, "show", ["-use-color", "-name=main", "-show-regions"]),
    ("show-everything", 13, "show", ["-show-branches=count", "-show-regions", "-show-expansions", "-show-line-counts-or-regions"]),
    ("show-everything-no-instantiations", 13, "show", ["-show-branches=count", "-show-regions", "-show-expansions", "-show-line-counts-or-regions", "-show-instantiations=false"]),
    ("show-mcdc-everything", 18, "show", ["-show-mcdc", "-show-branches=count", "-show-regions", "-show-expansions"]),
    ("show-mcdc-vectors", 23, "show", ["-show-mcdc", "-show-mcdc-non-executed-vectors"]),
    ("show-regions-only", 13, "show", ["-show-regions", "-show-line-counts=false"]),
    ("show-expansions-branches", 13, "show", ["-show-expansions", "-show-branches=count"]),
    ("show-demangled", 13, "show", ["-Xdemangler=c++filt", "-Xdemangler=-n"]),
    ("show-ignore", 13, "show", ["-ignore-filename-regex=(second|\\.h)"]),
    ("show-path-equivalence", 13, "show", ["-path-equivalence=/no-such,/elsewhere"]),
    ("show-no-sources", 13, "show", ["-path-equivalence={folder},/elsewhere"]),
    ("show-empty-profile", 21, "show", ["EMPTY"]),
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
    names = os.path.join(scratch, "names")
    with open(names, "w", encoding="utf-8") as file:
        file.write("[llvmcov]\nwhitelist_fun:main\nallowlist_fun:main\nallowlist_fun:*first*\n")
    objects = [program.binaries[-1]] + [word for path in program.binaries[:-1] for word in ("-object", path)]
    with open(profile, "rb") as file:
        key = hashlib.sha256(file.read()).hexdigest()
    for name, since, command, options in CASES:
        if release.major < since or not selected(name):
            continue
        options = [option.replace("{source}", program.facts["sources"][0].replace("//", "/")).replace("{folder}", SOURCES).replace("{names}", names) for option in options]
        used = os.path.join(scratch, "no-such.profdata") if options == ["MISSING"] else profile
        empty = options == ["EMPTY"] or options[1:] == ["EMPTY"]
        options = [option for option in options if option not in ("MISSING", "EMPTY")]
        theirs = [release.cov, command] + objects + (["-empty-profile"] if empty else ["-instr-profile", used]) + options
        expected = expectations.get(name, [key] + [word.replace(scratch, "") for word in theirs], lambda: run(theirs, SOURCES))
        actual = run(tool + [command] + objects + (["--empty-profile"] if empty else ["--profile", used]) + ["--llvm", str(release.major)] + options, SOURCES)
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
