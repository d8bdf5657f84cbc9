"""What the corpus generators of the samples share: filling in templates, times, and writing the tree.

A template is (expectation, code). A, B and C in the code stand for three different small extents, S for a seed; they are
replaced as whole words. The first line of every script says how it ends: "# expect: " and one of ok, exception:TYPE,
exit:CODE, signal:NUMBER, timeout, memory.
"""

import json
import os
import re
import shutil
import sys

BASE_TIME = 1700000000
# Seconds from the first to the last script of a group: three buckets of 60.
SPAN = 180
MARKER = ".generated-corpus"


def fill(code, rng):
    a, b, c = rng.sample(range(2, 8), 3)
    values = {"A": a, "B": b, "C": c, "S": rng.randrange(1, 1000)}
    return re.sub(r"\b[ABCS]\b", lambda match: str(values[match.group()]), code)


def render(expectation, code, imports):
    """The bytes of a script; `imports` are statements, "" for a script that relies on injected names."""
    header = f"# expect: {expectation}\n"
    encoding = "utf-8"
    if code.startswith("# -*- coding: latin-1"):
        # The declaration counts in the first two lines only.
        encoding = "latin-1"
        declaration, code = code.split("\n", 1)
        header += declaration + "\n"
    if imports:
        header += imports + "\n\n"
    return (header + code).encode(encoding)


def times(paths):
    """Modification time of each path in milliseconds: evenly over the span within each group, from its very start."""
    groups = {}
    for path in paths:
        groups.setdefault(os.path.dirname(path), []).append(path)
    result = {}
    for members in groups.values():
        for index, path in enumerate(members):
            # Integers: no rounding that depends on the machine.
            result[path] = BASE_TIME * 1000 + SPAN * 1000 * index // len(members)
    return result


def prepare(out):
    """Empties the folder, if it is a corpus that this program wrote; refuses to touch anything else."""
    if os.path.isdir(out) and os.listdir(out):
        if not os.path.exists(os.path.join(out, MARKER)):
            sys.exit(f"{os.path.basename(sys.argv[0])}: {out} is neither empty nor a generated corpus: not touched")
        shutil.rmtree(out)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, MARKER), "w", encoding="utf-8") as file:
        file.write("written by make_corpus.py, which replaces this folder when it is run again\n")


def write(out, scripts, manifest=None):
    """Writes a list of (path, content), in the order in which they were "found"."""
    prepare(out)
    when = times([path for path, _ in scripts])
    lines = []
    for path, content in scripts:
        full = os.path.join(out, *path.split("/"))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
        os.utime(full, ns=(when[path] * 1000000, when[path] * 1000000))
        expectation = content.split(b"\n", 1)[0].decode()[len("# expect: "):]
        lines.append(json.dumps({"path": path, "time": when[path] / 1000, "expect": expectation}, ensure_ascii=False))
    if manifest:
        with open(manifest, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    print(f"{len(scripts)} scripts in {len({os.path.dirname(path) for path, _ in scripts})} groups in {out}")
