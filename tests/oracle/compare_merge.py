#!/usr/bin/env python3
"""Compares `merge` and `profile show` with llvm-profdata of many releases, byte by byte.

    compare_merge.py OUT --tool "dotnet …/dotnet-cov-collect.dll" [--releases 14,19] [--programs …] [--cases sparse,text] [--keep DIR]

OUT is what tests/Fixtures/programs/build.py made. For every release N and every program, each case runs `TOOL merge --llvm N …` and
`llvm-profdata-N merge -j 1 …` on the same inputs; equal means the same exit code and the same bytes of output (none, when the oracle writes none).
Cases named show-… do the same with `TOOL profile show --llvm N …` and `llvm-profdata-N show …`, comparing standard output.
Exit codes: 0 all equal; 1 differences; 4 a release that was asked for is not here.

Threads: llvm-profdata uses min(cores, (inputs + 1) / 2) threads by default, deals inputs out to them and folds their results, which adds records in another order. That can
change the order of functions (up to 16), the order of records of one name, and which record survives when two of one name and hash have other numbers of
counters. One thread (-j 1) is deterministic, so that is what every case compares with; the case num-threads gives -num-threads=2 to our tool only, which must not
change a byte.
Directories are walked in the order in which the file system lists them; the case for directories therefore holds one profile.
"""
import os
import sys

from oracle_set import ABSENT, BEYOND, CRASHED, DIFFERENT, EQUAL, REFUSED, compare, find_releases, first_difference, parser, run
from toolchains import Release


class Inputs:
    """Files derived from a program's profiles, made on demand with the oracle, so that both tools read the same."""

    def __init__(self, release, program, scratch):
        self.release, self.program, self.scratch = release, program, scratch
        self.all, self.filled = program.inputs, program.filled
        self.first, self.rest = self.filled[0], [path for path in self.all if path != self.filled[0]]

    def path(self, name):
        return os.path.join(self.scratch, name)

    def merged(self, name, inputs, *options, profdata=None):
        """A profile that the oracle merged, or None when it cannot."""
        output = self.path(name)
        if os.path.exists(output):
            return output
        done = run([profdata or self.release.profdata, "merge", "-j", "1", "-o", output] + list(options) + self.program.options + inputs, self.scratch, output)
        return output if done.code == 0 and done.output is not None else None

    def write(self, name, data):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def read_first(self):
        with open(self.first, "rb") as file:
            return file.read()

    def truncated(self):
        data = self.read_first()
        return self.write("truncated.profile", data[:len(data) // 2])

    def garbage(self):
        return self.write("garbage.profile", b"this is\nno profile\n")

    def binary_garbage(self):
        return self.write("binary.profile", bytes(range(256)))

    def list_of_files(self):
        lines = ["# a list", "", "2,%s" % self.first] + ["  " + path for path in self.rest]
        return self.write("list.txt", ("\n".join(lines) + "\n").encode())

    def directory(self):
        data = self.read_first()
        self.write("folder/inner/" + os.path.basename(self.first), data)
        return self.path("folder")

    def renaming(self):
        return self.write("renaming.txt", b"# old and new\nmain renamed_main\n\ngcd largest_divisor\nno_such_function other\n")

    def indexed(self):
        first = self.merged("first.profdata.in", [self.first])
        rest = self.merged("rest.profdata.in", self.rest or [self.first])
        return [first, rest] if first and rest else None

    def text(self):
        made = self.merged("all.proftext.in", self.all, "-text")
        return [made] if made else None

    def older(self):
        """Indexed by the oldest release here that reads the text form."""
        text = self.text()
        for major in ("13", "14", "15", "16", "17", "18") if text else ():
            older = Release(major, self.release.oracles)
            if older.profdata and older.major < self.release.major:
                made = self.path("older.profdata.in")
                if run([older.profdata, "merge", "-j", "1", "-o", made] + text, self.scratch, made).code == 0:
                    return [made]
        return None


def has(*kinds):
    return lambda inputs: inputs.program.facts["name"].startswith(kinds)


def everything(*options):
    return lambda inputs: list(options) + inputs.all


def some(make, *options):
    def build(inputs):
        made = make(inputs)
        return list(options) + made if made else None
    return build


# (name, first release, what makes arguments and inputs, or nothing where the case has no meaning)
MERGE = [
    ("default", 13, everything()),
    ("one-input", 13, lambda i: [i.first]),
    ("sparse", 13, everything("-sparse")),
    ("text", 13, everything("-text")),
    ("text-sparse", 13, everything("-text", "-sparse")),
    ("binary", 13, everything("-binary")),
    ("extbinary", 13, everything("-extbinary")),
    ("gcc-refused", 13, everything("-gcc")),
    ("reversed", 13, lambda i: i.all[::-1]),
    ("twice", 13, lambda i: i.all + i.all),
    ("weighted", 13, lambda i: ["-weighted-input=3," + i.first] + i.rest),
    ("weighted-text", 13, lambda i: ["-text", "-weighted-input=3," + i.first] + i.rest),
    ("weighted-most", 13, lambda i: ["-weighted-input=18446744073709551615," + i.first] + i.rest),
    ("weighted-both", 13, lambda i: ["-sparse", "--weighted-input", "7," + i.first, "-weighted-input=2," + i.all[-1]]),
    ("weight-zero", 13, lambda i: ["-weighted-input=0," + i.first]),
    ("weight-word", 13, lambda i: ["-weighted-input=x," + i.first]),
    ("list", 13, lambda i: ["-f", i.list_of_files()]),
    ("list-long", 13, lambda i: ["-sparse", "-input-files=" + i.list_of_files(), i.first]),
    ("directory", 13, lambda i: [i.directory()]),
    ("dump-list", 13, lambda i: ["-dump-input-file-list", "-weighted-input=3," + i.first] + i.rest),
    ("num-threads", 13, everything("-num-threads=2")),
    ("no-input", 13, lambda i: []),
    ("missing-input", 13, lambda i: i.all + [i.path("not-there.profraw")]),
    ("indexed", 13, some(Inputs.indexed)),
    ("indexed-sparse", 13, some(Inputs.indexed, "-sparse")),
    ("indexed-text", 13, some(Inputs.indexed, "-text")),
    ("indexed-weighted", 13, some(lambda i: i.indexed() and ["-weighted-input=5," + i.indexed()[0], i.indexed()[1]])),
    ("indexed-and-raw", 13, some(lambda i: i.indexed() and i.indexed()[:1] + i.all)),
    ("from-text", 13, some(Inputs.text)),
    ("from-text-text", 13, some(Inputs.text, "-text")),
    ("text-and-raw", 13, some(lambda i: i.text() and i.text() + i.all)),
    ("older-indexed", 14, some(Inputs.older)),
    ("older-and-raw", 14, some(lambda i: i.older() and i.older() + i.all)),
    ("truncated-any", 13, lambda i: i.all + [i.truncated()]),
    ("truncated-all", 13, lambda i: ["-failure-mode=all", i.truncated()] + i.all),
    ("truncated-only", 13, lambda i: ["-failure-mode=all", i.truncated()]),
    ("truncated-warn", 18, lambda i: ["-failure-mode=warn", i.truncated()] + i.all),
    ("truncated-only-warn", 18, lambda i: ["-failure-mode=warn", i.truncated()]),
    ("garbage-any", 13, lambda i: [i.garbage()] + i.all),
    ("garbage-all", 13, lambda i: ["-failure-mode=all"] + i.all + [i.garbage(), i.binary_garbage()]),
    ("garbage-text", 13, lambda i: ["-text", "-failure-mode=all", i.binary_garbage()] + i.all),
    ("remapping", 13, lambda i: ["-remapping-file=" + i.renaming()] + i.all),
    ("remapping-text", 13, lambda i: ["-text", "-r", i.renaming()] + i.all),
    ("function", 18, everything("-function=^(main|f.*|.*clamp)$")),
    ("no-function", 18, everything("-no-function=main")),
    ("function-text", 18, everything("-text", "-function=a", "-no-function=main")),
    ("keep-vtables", 19, everything("-keep-vtable-symbols")),
    ("write-previous", 19, everything("-write-prev-version")),
    ("reservoir", 17, lambda i: ["-temporal-profile-trace-reservoir-size=2"] + i.all if has("temporal", "text-traces")(i) and len(i.all) <= 2 else None),
    ("trace-length", 17, lambda i: ["-temporal-profile-max-trace-length=2"] + i.all if has("temporal", "text-traces")(i) else None),
    ("trace-length-text", 17, lambda i: ["-text", "-temporal-profile-max-trace-length=2"] + i.all if has("temporal", "text-traces")(i) else None),
]

SHOW = [
    ("plain", 13, []),
    ("all", 13, ["-all-functions"]),
    ("counts", 13, ["-all-functions", "-counts"]),
    ("values", 13, ["-all-functions", "-counts", "-ic-targets", "-memop-sizes"]),
    ("vtables", 19, ["-all-functions", "-ic-targets", "-show-vtables"]),
    ("text", 13, ["-all-functions", "-text"]),
    ("binary-ids", 13, ["-binary-ids"]),
    ("detailed", 13, ["-detailed-summary"]),
    ("cutoffs", 13, ["-detailed-summary-cutoffs=500000,999999"]),
    ("top", 13, ["-topn=3"]),
    ("cutoff", 13, ["-value-cutoff=2"]),
    ("cutoff-all", 13, ["-all-functions", "-counts", "-value-cutoff=2"]),
    ("below-cutoff", 13, ["-list-below-cutoff", "-value-cutoff=2"]),
    ("covered", 14, ["-covered"]),
    ("one-function", 13, ["-function=main", "-counts"]),
    ("contextual", 13, ["-showcs", "-all-functions", "-counts"]),
    ("hot", 13, ["-hot-func-list"]),
    ("version", 16, ["-profile-version"]),
    ("traces", 17, ["-temporal-profile-traces"]),
    ("json-refused", 16, ["-show-format=json"]),
]

# What we refuse to show (docs/merge.md).
SHOWN_BY_LLVM_ONLY = ("hot",)

# What is shown of raw and text profiles; the rest depends on the records only.
SHOWN_OF_OTHERS = ("values", "text", "binary-ids", "detailed", "version", "traces")


def refuses_usage(actual):
    """Our exit code for options that we do not take; nothing is written then."""
    return actual.code == 2 and not actual.output


def verdict(program, expected, actual):
    if program.refused:
        refused = actual.output is None and (actual.code == 1 or refuses_usage(actual))
        return (REFUSED, "") if refused else (DIFFERENT, "was to be refused: " + actual.digest())
    if expected.code < 0 or expected.code > 128:
        return CRASHED, ""
    if program.beyond and expected.code == 1 and actual.code == 0:
        return BEYOND, ""
    if expected.code == actual.code and (expected.output or b"") == (actual.output or b"") and (expected.output is None) == (actual.output is None):
        return EQUAL, ""
    if expected.code == 1 and expected.output is None and refuses_usage(actual):
        return EQUAL, ""
    return DIFFERENT, first_difference(expected, actual)


def without_threads(arguments):
    return [argument for argument in arguments if not argument.startswith("-num-threads")]


def compare_merges(tool, release, program, expectations, inputs, selected):
    for name, since, build in MERGE:
        if release.major < since or not selected(name) or (program.refused and name != "default"):
            continue
        arguments = build(inputs)
        if arguments is None:
            yield name, ABSENT, "", None, None
            continue
        output = None if name == "dump-list" else inputs.path("output")
        place = ["-o", output] if output else []
        arguments = program.options + arguments
        theirs = [release.profdata, "merge", "-j", "1"] + place + without_threads(arguments)
        # The scratch folder has another name every time; no output contains it.
        stable = [argument.replace(inputs.scratch, "") for argument in theirs]
        expected = expectations.get(name, stable, lambda: run(theirs, inputs.scratch, output))
        actual = run(tool + ["merge", "--llvm", str(release.major)] + place + arguments, inputs.scratch, output)
        yield (name,) + verdict(program, expected, actual) + (expected, actual)


def compare_shows(tool, release, program, expectations, inputs, selected):
    forms = [("indexed", inputs.merged("all.profdata.in", inputs.all))]
    if not program.options:
        forms += [(os.path.splitext(inputs.first)[1][1:], inputs.first), ("text", inputs.text() and inputs.text()[0]), ("truncated", inputs.truncated())]
    for form, path in forms:
        for name, since, arguments in SHOW:
            case = "show-%s-%s" % (name, form)
            if release.major < since or not selected(case) or (form != "indexed" and name not in SHOWN_OF_OTHERS) or (form == "truncated" and name != "values"):
                continue
            if path is None:
                yield case, ABSENT, "", None, None
                continue
            theirs = [release.profdata, "show"] + arguments + [path]
            expected = expectations.get(case, [argument.replace(inputs.scratch, "") for argument in theirs], lambda: run(theirs, inputs.scratch))
            actual = run(tool + ["profile", "show", "--llvm", str(release.major)] + arguments + [path], inputs.scratch)
            yield (case,) + verdict_of_show(program, name, expected, actual) + (expected, actual)


def verdict_of_show(program, name, expected, actual):
    if expected.code < 0 or expected.code > 128:
        return CRASHED, ""
    if program.beyond and expected.code == 1 and actual.code == 0:
        return BEYOND, ""
    if refuses_usage(actual) and name in SHOWN_BY_LLVM_ONLY:
        return REFUSED, ""
    same = (expected.code == actual.code or (expected.code == 1 and refuses_usage(actual))) and expected.output == actual.output
    return (EQUAL, "") if same else (DIFFERENT, first_difference(expected, actual))


def compare_program(tool, release, program, expectations, scratch, selected):
    inputs = Inputs(release, program, scratch)
    yield from compare_merges(tool, release, program, expectations, inputs, selected)
    if not program.refused:
        yield from compare_shows(tool, release, program, expectations, inputs, selected)


def main():
    options = parser(__doc__, "command that understands `merge --llvm N …` and `profile show --llvm N …`").parse_args()
    options.out = os.path.abspath(options.out)
    return compare(options, find_releases(options, "profdata"), compare_program)


if __name__ == "__main__":
    sys.exit(main())
