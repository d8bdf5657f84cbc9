#!/usr/bin/env python3
"""Writes the corpus of tinytensor: scripts as fuzzers generate them, one folder per API.

usage: make_corpus.py OUT [--seed N] [--manifest FILE]

The same seed gives the same files with the same times on every machine. The first line of a script says how it ends
("# expect: ok", "exception:TYPE", "exit:CODE", "signal:NUMBER", "timeout", "memory"). About a third of the scripts do not
import the library: they rely on the name `tt` being injected. Modification times are spread over 180 seconds from one
base time, as if all APIs had been fuzzed at the same time: three buckets of 60 seconds.
"""

import argparse
import json
import os
import random
import re
import shutil
import sys

import corpus_endings
import corpus_templates

BASE_TIME = 1700000000
SPAN = 180
MARKER = ".tinytensor-corpus"
# Endings that cost time (a timeout, a spawned interpreter) are there once, all others twice.
ONCE = {"timeout"}


def fill(code, rng):
    a, b, c = rng.sample(range(2, 8), 3)
    values = {"A": a, "B": b, "C": c, "S": rng.randrange(1, 1000)}
    return re.sub(r"\b[ABCS]\b", lambda match: str(values[match.group()]), code)


def render(expectation, code, imports):
    header = f"# expect: {expectation}\n"
    if code.startswith("# -*- coding"):
        # The declaration counts in the first two lines only.
        declaration, code = code.split("\n", 1)
        header += declaration + "\n"
    if imports:
        header += "import tinytensor as tt\n\n"
    return header + code


def encode(text):
    return text.encode("latin-1" if "coding: latin-1" in text else "utf-8")


def plan(seed):
    """Lists (path, content) in the order in which the scripts were "found"."""
    rng = random.Random(seed)
    groups = {}
    for api, templates in corpus_templates.APIS.items():
        scripts = groups.setdefault(api, [])
        for round_ in range(2):
            for expectation, code in templates:
                if round_ == 1 and expectation in ONCE:
                    continue
                scripts.append((expectation, fill(code, rng), rng.random() < 0.67, None))
    names = list(groups)
    rng.shuffle(names)
    for index, (name, expectation, code) in enumerate(corpus_endings.SPREAD):
        group = names[index % len(names)]
        # Syntax errors and files without code stay as they are.
        imports = rng.random() < 0.67 and name not in ("comment_only", "empty", "multiprocessing_spawn")
        newline = "" if name in ("no_newline_at_end", "empty", "windows_lines") else "\n"
        groups[group].append((expectation, fill(code, rng) + newline, imports, name))
        if name == "imports_neighbour":
            groups[group].append((*corpus_endings.NEIGHBOUR[1:], False, corpus_endings.NEIGHBOUR[0]))
    result = []
    for group, scripts in groups.items():
        rng.shuffle(scripts)
        width = len(str(len(scripts)))
        for index, (expectation, code, imports, name) in enumerate(scripts):
            if name is None:
                code += "\n"
            stem = name if name == "neighbour" else f"{group.split('.')[1]}_{index:0{width}}" + (f"_{name}" if name else "")
            result.append((f"{group}/{stem}.py", encode(render(expectation, code, imports))))
    for name, expectation, code in corpus_endings.ROOT:
        result.append((f"{name}.py", encode(render(expectation, fill(code, rng) + "\n", name != "in_root_without_library"))))
    return result


def times(paths):
    """Modification times: evenly over the span within each group, the first one at its very start."""
    groups = {}
    for path in paths:
        groups.setdefault(os.path.dirname(path), []).append(path)
    result = {}
    for members in groups.values():
        for index, path in enumerate(members):
            # Milliseconds as integers: no rounding that depends on the machine. The middle ones fall on boundaries of buckets.
            result[path] = BASE_TIME * 1000 + SPAN * 1000 * index // len(members)
    return result


def prepare(out):
    if os.path.isdir(out) and os.listdir(out):
        if not os.path.exists(os.path.join(out, MARKER)):
            sys.exit(f"make_corpus.py: {out} is not empty and not a corpus of tinytensor: not touched")
        shutil.rmtree(out)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, MARKER), "w", encoding="utf-8") as file:
        file.write("written by make_corpus.py; may be replaced by it\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("out", help="folder to write; an earlier corpus in it is replaced")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--manifest", help="also write a line of JSON per script: path, time, expect")
    options = parser.parse_args()

    prepare(options.out)
    scripts = plan(options.seed)
    when = times([path for path, _ in scripts])
    lines = []
    for path, content in scripts:
        full = os.path.join(options.out, *path.split("/"))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
        os.utime(full, ns=(when[path] * 1000000, when[path] * 1000000))
        expectation = content.split(b"\n", 1)[0].decode()[len("# expect: "):]
        lines.append(json.dumps({"path": path, "time": when[path] / 1000, "expect": expectation}, ensure_ascii=False))
    if options.manifest:
        with open(options.manifest, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    print(f"{len(scripts)} scripts in {len({os.path.dirname(path) for path, _ in scripts})} groups in {options.out}")


if __name__ == "__main__":
    main()
