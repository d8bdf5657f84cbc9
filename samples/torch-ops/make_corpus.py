#!/usr/bin/env python3
"""Writes a corpus for torch_ops: scripts as fuzzers of deep-learning libraries generate them, one folder per operator.

usage: make_corpus.py OUT [--groups N --per-group M] [--seed N] [--no-hangs] [--manifest FILE]

Without --groups: every template of every operator, and some of each other kind: more than 200 scripts in 23 groups.
With --groups and --per-group: as many groups of as many scripts, half of them valid, 2 % that crash and 0.5 % that hang;
200 groups of 3 are the benchmark's corpus. The same arguments give the same files and times on every machine. About a
third of the scripts import nothing: they rely on the names `torch` and `torch_ops` being injected.
"""

import argparse
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))

import corpus_templates
from corpus_tools import fill, render, write

IMPORT = "import torch\nimport torch_ops"


def script(template, rng):
    expectation, code = template
    seed = f"torch.manual_seed({rng.randrange(1000)})\n" if "rand" in code else ""
    return render(expectation, seed + fill(code, rng) + "\n", IMPORT if rng.random() < 0.67 else "")


def everything(rng, hangs):
    """Each template (the valid ones twice), and some of the rest in every group."""
    result = []
    rest = corpus_templates.INVALID * 3 + corpus_templates.CRASHES + (corpus_templates.HANGS if hangs else [])
    names = list(corpus_templates.OPERATORS)
    for index, name in enumerate(names):
        templates = corpus_templates.OPERATORS[name] + rest[index::len(names)]
        templates += [template for template in templates if template[0] == "ok"]
        rng.shuffle(templates)
        result += [(f"torch_ops.{name}/{name}_{i:02}.py", script(template, rng)) for i, template in enumerate(templates)]
    return result


def benchmark(rng, groups, per_group, hangs):
    """Shares as fuzzers report them; the crashing and hanging ones are spread evenly."""
    valid = {name: [t for t in templates if t[0] == "ok"] for name, templates in corpus_templates.OPERATORS.items()}
    invalid = {name: [t for t in templates if t[0] != "ok"] for name, templates in corpus_templates.OPERATORS.items()}
    names = list(corpus_templates.OPERATORS)
    total = groups * per_group
    # Fixed places, so that the shares are exact: the last of every 50 crashes, the middle one of every 200 hangs.
    crashing = {i for i in range(total) if i % 50 == 49}
    hanging = {i for i in range(total) if i % 200 == 100} if hangs else set()
    result = []
    for number in range(total):
        group, position = divmod(number, per_group)
        name = names[group % len(names)]
        if number in crashing:
            template = rng.choice(corpus_templates.CRASHES)
        elif number in hanging:
            template = rng.choice(corpus_templates.HANGS)
        elif rng.random() < 0.5:
            template = rng.choice(valid[name])
        elif rng.random() < 0.8:
            template = rng.choice(invalid[name])
        else:
            template = rng.choice(corpus_templates.INVALID)
        result.append((f"torch_ops.{name}.{group // len(names):03}/{name}_{position:02}.py", script(template, rng)))
    return result


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {value}")
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("out", help="folder to write; an earlier corpus in it is replaced")
    parser.add_argument("--groups", type=positive)
    parser.add_argument("--per-group", type=positive)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-hangs", action="store_true", help="no script that never ends")
    parser.add_argument("--manifest", help="also write a line of JSON per script: path, time, expect")
    options = parser.parse_args()
    if (options.groups is None) != (options.per_group is None):
        parser.error("--groups and --per-group belong together")
    rng = random.Random(options.seed)
    scripts = (everything(rng, not options.no_hangs) if options.groups is None
               else benchmark(rng, options.groups, options.per_group, not options.no_hangs))
    write(options.out, scripts, options.manifest)


if __name__ == "__main__":
    main()
