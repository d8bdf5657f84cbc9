"""covtools on SanitizerCoverage; the libraries are tests/Fixtures/sanitizer/edges.cpp, built in different ways."""

import ctypes
import os
import struct

import covtools
from harness import raises, run, same


def all_kinds_count_the_same_edges(guards, counters, flags, both):
    numbers = []
    for path, kind in ((guards, "pc-guards"), (counters, "8bit-counters"), (flags, "bool-flags")):
        library = ctypes.CDLL(path)
        module, = [module for module in covtools.modules("edges") if module.path == path]
        covtools.reset()
        same((module.kind, module.covered), (kind, 0))
        library.work(4)
        first = list(module.hits())
        library.choose(2)
        numbers.append((module.total, first, list(module.hits())))
        same(module.covered, sum(module.hits()))
        same(covtools.snapshot().module(module.id).covered, module.covered)
    same(numbers[1], numbers[0])
    same(numbers[2], numbers[0])
    same(0 < sum(numbers[0][1]) < sum(numbers[0][2]) < numbers[0][0], True)
    total = covtools.total("edges")
    ctypes.CDLL(both).work(4)
    same(covtools.total("edges") - total, numbers[0][0], "a module with guards and counters")
    same(covtools.total("llvm"), 0)


def many_modules_register(*paths):
    covtools.push()
    libraries = [ctypes.CDLL(path) for path in paths]
    total = covtools.modules()[0].total
    same([(module.path, module.covered, module.total) for module in covtools.modules()], [(path, 0, total) for path in paths])
    for number, library in enumerate(libraries):
        library.work(4)
        same([module.covered > 0 for module in covtools.modules()], [i <= number for i in range(len(paths))])
    before = covtools.snapshot()
    for library in libraries:
        library.work(4)
    same(covtools.new_since(before), {})
    libraries[0].choose(1)
    (module, indices), = covtools.new_since(before).items()
    same((module.path, len(indices) > 0), (paths[0], True))
    covtools.pop()


def positions_are_in_the_source(path, with_table, source):
    library = ctypes.CDLL(path)
    covtools.reset()
    library.choose(2)
    module, = covtools.modules("edges")
    edges = covtools.edges(module)
    same(len(edges), module.total)
    same([edge.address is not None for edge in edges], [True] * module.total if with_table == "table" else [edge.covered for edge in edges])
    with open(source, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for symbolizer in ("llvm-symbolizer-19", "addr2line"):
        os.environ["COVTOOLS_SYMBOLIZER"] = symbolizer
        found = covtools.positions(module, [edge for edge in edges if edge.covered])
        same({os.path.basename(file) for _, file, _, _ in found.values()}, {"edges.cpp"}, symbolizer)
        functions = {function for function, _, _, _ in found.values()}
        same(functions, {"choose", "work"}, symbolizer)
        if with_table == "table":
            entries = {function: line for edge, (function, _, line, _) in found.items() if edge.is_entry}
            same({function: "int %s(" % function in lines[line - 2] + lines[line - 1] for function, line in entries.items()}, {"choose": True, "work": True}, symbolizer)
        executed = {line for _, _, line, _ in found.values()}
        same(any("7 * work(1)" in lines[line - 1] for line in executed), True, symbolizer)
        same(any("return work(4)" in lines[line - 1] for line in executed), False, symbolizer)
    os.environ["COVTOOLS_SYMBOLIZER"] = "no-such-program"
    raises(covtools.CovtoolsError, lambda: covtools.positions(module), "no-such-program", "addr2line")


def without_addresses_it_says_so(path):
    ctypes.CDLL(path).work(4)
    module, = covtools.modules("edges")
    raises(covtools.CovtoolsError, lambda: covtools.positions(module), "pc-table")
    raises(covtools.CovtoolsError, covtools.write_sancov, "pc-table")


def sancov_equals_the_sanitizers(path, folder, expected):
    """`expected` was written by a sanitizer's runtime, for the same work."""
    library = ctypes.CDLL(path)
    covtools.reset()
    library.choose(2)
    written, = covtools.write_sancov(folder)
    same(os.path.basename(written), "%s.%d.sancov" % (os.path.basename(path), os.getpid()))
    with open(written, "rb") as ours, open(expected, "rb") as theirs:
        same(ours.read(), theirs.read())
    addresses = covtools.read_sancov(expected)
    same((len(addresses), addresses), (covtools.covered("edges"), sorted(addresses)))


def sancov_of_tables_names_the_edges(path, folder):
    library = ctypes.CDLL(path)
    library.choose(2)
    module, = covtools.modules("edges")
    written, = covtools.write_sancov(folder)
    same(covtools.read_sancov(written), sorted(edge.address for edge in covtools.edges(module) if edge.covered))


def hostile_sancov_files_are_refused(file):
    good = struct.pack("<4Q", 0xC0BFFFFFFFFFFF64, 1, 2, 3)

    def written(data):
        with open(file, "wb") as out:
            out.write(data)
        return lambda: covtools.read_sancov(file)
    same(written(good)(), [1, 2, 3])
    same(written(struct.pack(">2Q", 0xC0BFFFFFFFFFFF64, 9))(), [9])
    same(written(struct.pack("<QII", 0xC0BFFFFFFFFFFF32, 5, 6))(), [5, 6])
    same(written(good[:8])(), [])
    for size in range(len(good)):
        if size % 8 or size < 8:
            error = raises(covtools.MalformedDataError, written(good[:size]), file)
            same(0 <= error.offset <= size, True)
    for bit in range(64):
        damaged = bytearray(good)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            same(len(written(bytes(damaged))()), 6)  # 64 became 32
        except covtools.MalformedDataError:
            pass


def threads_lose_nothing(path):
    library = ctypes.CDLL(path)
    for count in (1, 8, 64):
        covtools.reset()
        for number in range(count):
            library.choose(number % 4)
        for number in range(17):
            library.work(number)
        single = covtools.snapshot()
        covtools.reset()
        library.threads(count)
        same(single.new_since(covtools.snapshot()), {}, "%d threads" % count)
        again = covtools.snapshot()
        library.threads(count)
        same(covtools.new_since(again), {}, "%d threads, again" % count)


if __name__ == "__main__":
    run(globals())
