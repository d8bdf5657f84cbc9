"""What the comparers share: the built set, the releases, running two tools on the same thing, the table. Python 3.8, standard library only."""
import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "programs"))
from build import SOURCES  # noqa: E402, F401
from toolchains import ALL, DEFAULT_ORACLES, Release, natural  # noqa: E402

EQUAL, DIFFERENT, REFUSED, BEYOND, CRASHED, ABSENT = "equal", "DIFFERENT", "refused", "beyond the oracle", "oracle crashed", "not applicable"


class Program:
    """A built program of one release, seen by the tools of that release (or, for 15 and for text, of another)."""

    def __init__(self, folder, release):
        self.folder = folder
        self.release = release
        with open(os.path.join(folder, "build.json"), encoding="utf-8") as file:
            self.facts = json.load(file)
        self.name = self.facts["name"]
        self.inputs = [os.path.join(folder, name) for name in self.facts["inputs"]]
        self.filled = [path for path in self.inputs if os.path.getsize(path)]
        self.binaries = [os.path.join(folder, name) for name in self.facts["binaries"]]
        self.options = [option.replace("{program}", self.binaries[-1]) for option in self.facts["merge"]]

    @property
    def beyond(self):
        """The oracle refuses these profiles and we are to read them."""
        return self.facts["beyond"]

    @property
    def refused(self):
        return self.facts["ours"] == "refused"


def programs_of(out, release, wanted):
    """The programs that a release's tools can be compared on."""
    found = []
    for kind in (release.stored_as, "text"):
        folder = os.path.join(out, kind)
        for name in sorted(os.listdir(folder) if os.path.isdir(folder) else [], key=natural):
            if os.path.exists(os.path.join(folder, name, "build.json")) and (not wanted or name in wanted):
                program = Program(os.path.join(folder, name), release)
                if kind != "text" or program.facts["from"] <= release.major:
                    found.append(program)
    return found


class Result:
    def __init__(self, code, output, errors):
        self.code, self.output, self.errors = code, output, errors

    def digest(self):
        return "exit %d, %s" % (self.code, "no output" if self.output is None else "%d bytes" % len(self.output))


def run(command, folder, output=None, timeout=600):
    """Runs a command; the result is the file that it was to write, or standard output."""
    if output and os.path.exists(output):
        os.remove(output)
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)
    except subprocess.TimeoutExpired:
        return Result(-1000, None, "took more than %d s" % timeout)
    except OSError as error:
        sys.exit("%s: %s" % (command[0], error.strerror))
    written = done.stdout
    if output:
        written = None
        if os.path.exists(output):
            with open(output, "rb") as file:
                written = file.read()
    return Result(done.returncode, written, done.stderr.decode("utf-8", "replace"))


class Expected:
    """The oracle's results, kept beside the set: they change only with the set and the oracle."""

    def __init__(self, out, program, release):
        self.folder = os.path.join(out, ".expected", release.name, program.name)
        self.stamp = program.facts["stamp"] + release.version + (release.profdata or "")
        os.makedirs(self.folder, exist_ok=True)

    def get(self, key, command, make):
        name = hashlib.sha256(json.dumps([key, command, self.stamp]).encode()).hexdigest()[:24]
        path = os.path.join(self.folder, name)
        if os.path.exists(path + ".json"):
            with open(path + ".json", encoding="utf-8") as file:
                kept = json.load(file)
            output = None
            if kept["output"]:
                with open(path + ".out", "rb") as file:
                    output = file.read()
            return Result(kept["code"], output, kept["errors"])
        result = make()
        if result.output is not None:
            with open(path + ".out", "wb") as file:
                file.write(result.output)
        with open(path + ".json", "w", encoding="utf-8") as file:
            json.dump({"code": result.code, "output": result.output is not None, "errors": result.errors}, file)
        return result


def first_difference(expected, actual):
    """Where two outputs part, in a few words."""
    if expected.code != actual.code:
        return "exit code %d, expected %d; %s" % (actual.code, expected.code, (actual.errors or expected.errors).strip().replace("\n", " | ")[:300])
    if expected.output is None or actual.output is None:
        return "%s, expected %s" % (actual.digest(), expected.digest())
    for index, (left, right) in enumerate(zip(expected.output, actual.output)):
        if left != right:
            break
    else:
        index = min(len(expected.output), len(actual.output))
    show = lambda data: repr(data[max(0, index - 24):index + 40].decode("utf-8", "backslashreplace"))
    return "from byte %d of %d (expected %d): %s, expected %s" % (index, len(actual.output), len(expected.output), show(actual.output), show(expected.output))


def parser(description, tool):
    arguments = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", help="folder that tests/Fixtures/programs/build.py made")
    arguments.add_argument("--tool", required=True, help=tool)
    arguments.add_argument("--releases", help="comma separated; default: all whose tools and set are here")
    arguments.add_argument("--programs", help="comma separated; default: all")
    arguments.add_argument("--cases", help="comma separated, a part of a case's name is enough; default: all")
    arguments.add_argument("--oracles", default=DEFAULT_ORACLES, help="folder of further releases (%(default)s)")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--keep", help="folder that keeps both outputs of every difference")
    arguments.add_argument("--list", type=int, default=60, help="how many differences are described (%(default)s)")
    return arguments


def find_releases(options, tool):
    """The releases to compare with; those that were asked for by name must be here."""
    names = options.releases.split(",") if options.releases else ALL + ["rust"]
    releases = []
    for name in names:
        if name not in ALL + ["rust"]:
            sys.exit("no such release: " + name)
        release = Release(name, options.oracles)
        built = os.path.isdir(os.path.join(options.out, release.stored_as))
        if getattr(release, tool) and built:
            releases.append(release)
            continue
        print("%s: %s" % (name, "not built in %s" % options.out if getattr(release, tool) else "its tools are neither on PATH nor in %s" % options.oracles))
        if options.releases:
            sys.exit(4)
    return releases


def compare(options, releases, compare_program):
    """
    Compares every program of every release; compare_program yields (case, verdict, words, expected, actual). Prints the table; the exit code says whether all was equal.
    """
    wanted = set(options.programs.split(",")) if options.programs else None
    cases = options.cases.split(",") if options.cases else None
    selected = lambda name: not cases or any(part in name for part in cases)
    tool = shlex.split(options.tool)
    tasks = [(release, program) for release in releases for program in programs_of(options.out, release, wanted)]
    if not tasks:
        sys.exit("nothing to compare: no built program fits")
    counts, per_case, differences, crashes = {}, {}, [], {}

    def work(task):
        release, program = task
        scratch = tempfile.mkdtemp(prefix="covtools-oracle-")
        try:
            return [(release, program.name) + found for found in compare_program(tool, release, program, Expected(options.out, program, release), scratch, selected)]
        finally:
            shutil.rmtree(scratch)

    with concurrent.futures.ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for found in pool.map(work, tasks):
            for release, program, case, verdict, words, expected, actual in found:
                counts.setdefault((release.name, program), {}).setdefault(verdict, []).append(case)
                per_case.setdefault(case, {}).setdefault(verdict, []).append(program)
                if verdict == DIFFERENT:
                    differences.append((release.name, program, case, words))
                    if options.keep:
                        folder = os.path.join(options.keep, release.name, program)
                        os.makedirs(folder, exist_ok=True)
                        for name, result in (("expected", expected), ("actual", actual)):
                            with open(os.path.join(folder, "%s.%s" % (case, name)), "wb") as file:
                                file.write(result.output or b"")
                elif verdict == CRASHED:
                    crashes.setdefault((release.name, case), []).append(program)

    print_tables(releases, counts, per_case)
    for (release, case), programs in sorted(crashes.items()):
        print("the oracle itself crashed: %s %s: %s" % (release, case, ", ".join(programs)))
    for release, program, case, words in differences[:options.list]:
        print("DIFFERENT %s %s %s: %s" % (release, program, case, words))
    if len(differences) > options.list:
        print("… and %d more" % (len(differences) - options.list))
    total = {}
    for verdicts in counts.values():
        for verdict, found in verdicts.items():
            total[verdict] = total.get(verdict, 0) + len(found)
    print("%d comparisons equal, %d different, %d refused as described, %d that the oracle refuses and we read, %d where the oracle crashed; %d programs × releases"
          % (total.get(EQUAL, 0), total.get(DIFFERENT, 0), total.get(REFUSED, 0), total.get(BEYOND, 0), total.get(CRASHED, 0), len(counts)))
    if not total.get(EQUAL) and not total.get(DIFFERENT):
        sys.exit("nothing was compared")
    return 1 if total.get(DIFFERENT) else 0


def print_tables(releases, counts, per_case):
    names = sorted({program for _, program in counts}, key=natural)
    width = max(len(name) for name in names) + 2
    print("\nequal comparisons per program and release; -N: N different\n" + "".ljust(width) + "".join(release.name.rjust(7) for release in releases))
    for name in names:
        cells = []
        for release in releases:
            verdicts = counts.get((release.name, name))
            bad = len(verdicts.get(DIFFERENT, [])) if verdicts else 0
            cells.append(("-%d" % bad if bad else str(len(verdicts.get(EQUAL, [])))) if verdicts else "")
        print(name.ljust(width) + "".join(cell.rjust(7) for cell in cells))
    width = max(len(case) for case in per_case) + 2
    print("\n" + "case".ljust(width) + "  equal  different")
    for case, verdicts in per_case.items():
        print(case.ljust(width) + "%7d%11d" % (len(verdicts.get(EQUAL, [])), len(verdicts.get(DIFFERENT, []))))
