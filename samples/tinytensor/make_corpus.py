#!/usr/bin/env python3
"""Writes the corpus of tinytensor: scripts as fuzzers generate them, one folder per API.

usage: make_corpus.py OUT [--seed N] [--manifest FILE]

The same seed gives the same files with the same times on every machine. About a third of the scripts do not import the
library: they rely on the name `tt` being injected. Times: see ../corpus_tools.py.
"""

import argparse
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))

import corpus_endings
import corpus_templates
from corpus_tools import fill, render, write

IMPORT = "import tinytensor as tt"
# Endings that cost time are there once, all others twice.
ONCE = {"timeout"}
WITHOUT_IMPORT = {"comment_only", "empty", "multiprocessing_spawn", "in_root_without_library"}
WITHOUT_NEWLINE = {"no_newline_at_end", "empty", "windows_lines"}


def ending(name, expectation, code, rng, imports):
    newline = "" if name in WITHOUT_NEWLINE else "\n"
    return render(expectation, fill(code, rng) + newline, IMPORT if imports and name not in WITHOUT_IMPORT else "")


def plan(seed):
    """Lists (path, content) in the order in which the scripts were "found"."""
    rng = random.Random(seed)
    groups = {}
    for api, templates in corpus_templates.APIS.items():
        twice = templates + [template for template in templates if template[0] not in ONCE]
        groups[api] = [("", render(expectation, fill(code, rng) + "\n", IMPORT if rng.random() < 0.67 else ""))
                       for expectation, code in twice]
    names = list(groups)
    rng.shuffle(names)
    for index, (name, expectation, code) in enumerate(corpus_endings.SPREAD):
        group = groups[names[index % len(names)]]
        group.append((name, ending(name, expectation, code, rng, rng.random() < 0.67)))
        if name == "imports_neighbour":
            group.append((corpus_endings.NEIGHBOUR[0], ending(*corpus_endings.NEIGHBOUR, rng, False)))
    result = []
    for group, scripts in groups.items():
        rng.shuffle(scripts)
        for index, (name, content) in enumerate(scripts):
            stem = f"{group.split('.')[1]}_{index:02}" + (f"_{name}" if name else "")
            result.append((f"{group}/{name if name == 'neighbour' else stem}.py", content))
    for name, expectation, code in corpus_endings.ROOT:
        result.append((f"{name}.py", ending(name, expectation, code, rng, True)))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("out", help="folder to write; an earlier corpus in it is replaced")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--manifest", help="also write a line of JSON per script: path, time, expect")
    options = parser.parse_args()
    write(options.out, plan(options.seed), options.manifest)


if __name__ == "__main__":
    main()
