"""covtools on counters of source-based coverage; the libraries are tests/Fixtures/runtime/plugin.c and shared.c."""

import array
import ctypes
import os
import pickle
import random
import shutil
import struct
import threading
import time

import covtools
from harness import raises, run, same


def values(snapshot, path=None):
    modules = [module for module in snapshot.modules if path is None or module.path == os.path.realpath(path)]
    same(len(modules), 1, "modules")
    return list(modules[0].values()), bytes(modules[0].bitmap)


def totals_follow_the_counters(path):
    same(covtools.total(), 0)
    library = ctypes.CDLL(path)
    module, = covtools.modules()
    same((module.path, module.kind, covtools.total(), covtools.total("llvm"), covtools.total("edges")), (path, "llvm", module.total, module.total, 0))
    covtools.reset()
    same((covtools.covered(), module.covered), (0, 0))
    library.plugin_work(3)
    counts, _ = values(covtools.snapshot())
    executed = [count not in (0,) if module.counter_size == 8 else count == 0 for count in counts]
    same((covtools.covered(), module.covered, list(module.hits())), (sum(executed), sum(executed), [int(value) for value in executed]))
    if sum(executed) < 3:
        raise AssertionError("too little was executed for this test")
    same(covtools.module(module.id[:9]).path, path)
    raises(covtools.CovtoolsError, lambda: covtools.module("zz"), "no module")
    raises(ValueError, lambda: covtools.covered("branches"), "branches")


def snapshots_are_values(path):
    library = ctypes.CDLL(path)
    library.plugin_work(3)
    first = covtools.snapshot()
    kept = bytes(first)
    library.plugin_work(9)
    library.plugin_work(9)
    second = covtools.snapshot()
    same(bytes(first), kept)
    if first == second:
        raise AssertionError("they are equal")
    new = covtools.new_since(first)
    same({module.path: indices for module, indices in new.items()}, {module.path: indices for module, indices in second.new_since(first).items()})
    covtools.restore(first)
    same(covtools.snapshot() == first, True)
    covtools.restore(second)
    same((covtools.snapshot() == second, covtools.new_since(second)), (True, {}))
    covtools.reset()
    covtools.merge(first)
    same(covtools.snapshot() == first, True)
    same(pickle.loads(pickle.dumps(second)) == second, True)
    same(first.copy() == first, True)


def arithmetic_is_what_counting_twice_gives(path):
    library = ctypes.CDLL(path)
    covtools.reset()
    library.plugin_work(3)
    once = covtools.snapshot()
    library.plugin_work(10)
    both = covtools.snapshot()
    covtools.reset()
    library.plugin_work(10)
    other = covtools.snapshot()
    same(once.merge(other) == both, True, "merge")
    same(other.merge(once) == both, True, "merge is commutative")
    if both.modules[0].counter_size == 8:
        same(values(both.minus(once))[0], values(other)[0], "minus")
    else:  # bytes that say whether something was executed: minus is what is new
        same(both.minus(once).covered(), sum(map(len, both.new_since(once).values())), "minus")
    same(once.minus(both).covered(), 0, "nothing becomes less than not executed")
    covtools.merge(once)
    same(covtools.snapshot() == both, True, "merge into the process")


def sums_end_at_the_largest_value(path):
    library = ctypes.CDLL(path)
    library.plugin_work(3)
    module, = covtools.modules()
    view = module.view()
    view[0] = 2 ** 64 - 2
    snapshot = covtools.snapshot()
    covtools.merge(snapshot)
    same(view[0], 2 ** 64 - 1)
    same(list(snapshot.merge(snapshot).modules[0].values())[0], 2 ** 64 - 1)


def stacks_have_any_depth(path):
    library = ctypes.CDLL(path)
    covtools.reset()
    before = covtools.snapshot()
    for _ in range(500):
        covtools.push()
        library.plugin_work(3)
    same(covtools.depth(), 500)
    for _ in range(500):
        covtools.pop()
    covtools.restore(before)
    library.plugin_work(3)
    once = covtools.snapshot()
    covtools.restore(before)
    for _ in range(500):
        library.plugin_work(3)
    expected = covtools.snapshot()
    covtools.restore(before)
    for _ in range(500):
        covtools.push()
        library.plugin_work(3)
    for _ in range(500):
        covtools.pop()
    same(covtools.snapshot() == expected, True, "merged")
    covtools.restore(before)
    with covtools.push(how="restore") as pushed:
        same((pushed.depth, covtools.covered()), (1, 0))
        library.plugin_work(3)
    same(covtools.snapshot() == before, True, "restored")
    library.plugin_work(10)
    covtools.push()
    library.plugin_work(3)
    covtools.pop("drop")
    same(covtools.snapshot() == once, True, "dropped")
    raises(covtools.CovtoolsError, covtools.pop, "nothing was pushed")
    raises(ValueError, lambda: covtools.push(how="keep"), "keep")

    def unbalanced():
        with covtools.push():
            covtools.push()
    raises(covtools.CovtoolsError, unbalanced, "pushed 1 times here, 2 at the end")


def views_are_the_counters_themselves(path):
    library = ctypes.CDLL(path)
    module, = covtools.modules()
    view = module.view()
    covtools.reset()
    library.plugin_work(3)
    same(list(view), values(covtools.snapshot())[0])
    before = list(view)
    library.plugin_work(3)
    same(list(view), [2 * value for value in before])
    try:
        import numpy
    except ImportError:
        print("no numpy")
        return
    counts = module.array()
    same((counts.dtype, len(counts)), (numpy.dtype("uint64"), module.total))
    library.plugin_work(3)
    same(counts.tolist(), [3 * value for value in before])
    counts[:] = 0
    same(covtools.covered(), 0)


def libraries_come_and_go(first, second, folder):
    """push, dlopen, pop; two libraries; dlclose."""
    import _ctypes
    one = ctypes.CDLL(first)
    covtools.reset()
    one.plugin_work(3)
    alone = covtools.snapshot()
    covtools.push()
    two = ctypes.CDLL(second)
    two.plugin_work(3)
    two_counts = values(covtools.snapshot(), second)
    covtools.pop()
    same(len(covtools.modules()), 2)
    same(values(covtools.snapshot(), first), values(alone, first))
    same(values(covtools.snapshot(), second), two_counts)
    both = covtools.snapshot()
    covtools.restore(alone)
    same(values(covtools.snapshot(), second)[0], [0] * len(two_counts[0]), "what the snapshot does not have")
    covtools.restore(both)
    _ctypes.dlclose(two._handle)
    same([module.path for module in covtools.modules()], [first])
    raises(covtools.CovtoolsError, lambda: covtools.restore(both), "1 of the 2 modules")
    same(covtools.restore(both, strict=False), 1)
    same(values(covtools.snapshot(), first), values(alone, first))
    for _ in range(100):
        two = ctypes.CDLL(second)
        two.plugin_work(3)
        same(len(covtools.modules()), 2)
        _ctypes.dlclose(two._handle)
    same(covtools.total(), alone.total())
    elsewhere = shutil.copy(second, folder)
    ctypes.CDLL(elsewhere)
    same(covtools.merge(both), 0, "the same build, loaded from elsewhere")
    same(values(covtools.snapshot(), elsewhere)[1], two_counts[1])


def files_travel(path, file):
    library = ctypes.CDLL(path)
    library.plugin_work(3)
    covtools.save(file)
    saved = covtools.snapshot()
    same(covtools.load(file) == saved, True)
    covtools.reset()
    covtools.restore(covtools.load(file))
    same(covtools.snapshot() == saved, True)
    same(os.listdir(os.path.dirname(file)), [os.path.basename(file)])


def files_of_other_builds_are_refused(path, file):
    """The file was written by a process that had another build of the library."""
    library = ctypes.CDLL(path)
    library.plugin_work(3)
    before = covtools.snapshot()
    raises(covtools.CovtoolsError, lambda: covtools.restore(covtools.load(file)), "another build")
    raises(covtools.CovtoolsError, lambda: covtools.merge(covtools.load(file)), "another build")
    same(covtools.snapshot() == before, True)


def hostile_files_are_refused(path, file):
    ctypes.CDLL(path).plugin_work(3)
    good = bytes(covtools.snapshot())
    before = covtools.snapshot()

    def refused(data):
        with open(file, "wb") as out:
            out.write(data)
        error = raises(covtools.MalformedDataError, lambda: covtools.load(file), file)
        if error.file != file or not 0 <= error.offset <= len(data) or not error.reason:
            raise AssertionError(repr(vars(error)))
    for size in list(range(0, 200)) + list(range(200, len(good), 37)):
        refused(good[:size])
    refused(good + b"\0")
    chance = random.Random(6)
    for _ in range(1000):
        damaged = bytearray(good)
        damaged[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        refused(bytes(damaged))
    # With a checksum that is right: the structure is checked by itself.
    for at, value in ((4, 2), (8, 0), (8, 2), (8, 0xFFFFFFFF), (12, 16), (16, 0), (32, 1), (64, 3), (68, 4), (72, 0), (72, 2 ** 63), (80, 1), (80, 2 ** 62), (88, 64), (88, 2 ** 64 - 64), (104, 0)):
        damaged = bytearray(good)
        struct.pack_into("<I" if at in (4, 8, 12, 64, 68) else "<Q", damaged, at, value)
        block = ctypes.create_string_buffer(bytes(damaged), len(damaged))
        covtools._native.lib.covrt_block_seal(block, len(damaged))
        refused(block.raw)
    # Random bytes behind a good header.
    for _ in range(200):
        refused(good[:24] + bytes(chance.randrange(256) for _ in range(len(good) - 24)))
    same(covtools.snapshot() == before, True)


def empty_processes_work(file):
    same((covtools.total(), covtools.covered(), covtools.modules(), covtools.snapshot().modules), (0, 0, [], []))
    covtools.save(file)
    same(covtools.restore(covtools.load(file)), 0)
    covtools.push()
    covtools.pop()
    same(covtools.new_since(covtools.snapshot()), {})


def threads_may_call_at_once(first, second):
    """While others load and unload a library, push and pop, and count."""
    import _ctypes
    one = ctypes.CDLL(first)
    expected = covtools.total()
    problems, stop = [], threading.Event()

    def repeat(work):
        def loop():
            try:
                while not stop.is_set():
                    work()
            except BaseException as error:
                problems.append(error)
        return threading.Thread(target=loop)

    def load_and_unload():
        library = ctypes.CDLL(second)
        library.plugin_work(3)
        _ctypes.dlclose(library._handle)

    def compare():
        before = covtools.snapshot()
        for module, indices in covtools.new_since(before).items():
            same(0 <= min(indices) and max(indices) < module._part.module.counters_size // 8, True)
        covtools.restore(before, strict=False)

    def push():
        covtools._native.lib.covrt_push(0, 15)
        covtools._native.lib.covrt_pop(0, 1)
    threads = [repeat(work) for work in (load_and_unload, compare, compare, push, push, covtools.reset, lambda: one.plugin_work(3), lambda: same(covtools.total() >= expected, True))]
    for thread in threads:
        thread.start()
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    same((problems, covtools.depth(), covtools.total()), ([], 0, expected))
    covtools.reset()
    one.plugin_work(3)
    once = covtools.snapshot()
    covtools.reset()
    one.plugin_work(3)
    same(covtools.snapshot() == once, True)


def replaced_files_are_said(path, other):
    """The file of a library was replaced after it had been loaded."""
    library = ctypes.CDLL(path)
    build_id = covtools._elf.ElfFile(path).build_id
    shutil.copy(other, path + ".new")
    os.replace(path + ".new", path)
    library.plugin_work(3)
    if covtools.refused():
        same((covtools.modules(), [os.path.basename(name) for name in covtools.refused()]), ([], [os.path.basename(path)]))
    else:  # with privileges the kernel gives the file that was loaded
        same([module.id for module in covtools.modules()], [build_id])
        raises(covtools.CovtoolsError, lambda: covtools.write_profraw(path + ".profraw"), "is not to be found")


def loops_are_right_at_every_length(few=""):
    """Each operation on values against plain Python, with lengths around the blocks of the vectors."""
    lengths = [0, 1, 8, 64, 67, 200] if few else list(range(0, 40)) + [63, 64, 65, 127, 128, 129, 1000, 9000]
    native = covtools._native.lib
    chance = random.Random(1)
    for kind, width in ((1, 8), (1, 1), (2, 1), (4, 1)):
        inverse = kind == 1 and width == 1
        largest = 2 ** 64 - 1 if width == 8 else 255
        choices = (0, 0, 1, 2, 254, 255) if width == 1 and not inverse else (0, 255) if inverse else (0, 0, 1, 2 ** 63, largest, largest - 1, 0x8000000000000001)
        for count in lengths:
            a, b = ([chance.choice(choices) for _ in range(count)] for _ in range(2))

            def buffer(numbers):
                return (ctypes.c_char * max(1, count * width)).from_buffer_copy(array.array("Q" if width == 8 else "B", numbers).tobytes() or b"\0")

            def numbers(data):
                return list(memoryview(data).cast("B")[:count * width].cast("Q" if width == 8 else "B"))

            def executed(value):
                return value == 0 if inverse else value != 0
            same(native.covrt_values_count(kind, width, buffer(a), count * width), sum(map(executed, a)), "count")
            merged = buffer(a)
            native.covrt_values_merge(kind, width, 0, merged, buffer(b), count * width)
            rule = (lambda x, y: x & y) if inverse else (lambda x, y: x | y) if kind == 4 else (lambda x, y: min(x + y, largest))
            same(numbers(merged), [rule(x, y) for x, y in zip(a, b)], "merge")
            less = buffer(a)
            native.covrt_values_subtract(kind, width, 0, less, buffer(b), count * width)
            rule = (lambda x, y: 255 if y == 0 else x) if inverse else (lambda x, y: x if y == 0 else 0) if kind == 4 else (lambda x, y: max(x - y, 0))
            same(numbers(less), [rule(x, y) for x, y in zip(a, b)], "subtract")
            found = (ctypes.c_uint64 * (count + 1))()
            new = [i for i in range(count) if executed(a[i]) and not executed(b[i])]
            same(native.covrt_values_new(kind, width, buffer(a), buffer(b), count * width, found, count), len(new), "number of new ones")
            same(list(found[:len(new)]), new, "new")
            native.covrt_values_clear(kind, width, merged, count * width)
            same(any(map(executed, numbers(merged))), False, "clear")


if __name__ == "__main__":
    run(globals())
