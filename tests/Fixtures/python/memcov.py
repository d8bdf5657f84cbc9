"""Programs that were written for memcov: ctypes and the library under test, nothing else."""

import ctypes
import random

from harness import child, run, same


class Coverage:
    """The interface that memcov's documentation tells its users to write."""

    def __init__(self, path):
        self.library = library = ctypes.CDLL(path)
        self.reset = library.mcov_reset
        self.push = library.mcov_push_coverage
        self.pop = library.mcov_pop_coverage
        self.get_total = library.mcov_get_total
        self.get_now = library.mcov_get_now
        self.set_now = library.mcov_set_now
        library.serialize_mem_coverage.restype = ctypes.POINTER(ctypes.c_uint8)
        library.serialize_mem_coverage.argtypes = [ctypes.POINTER(ctypes.c_size_t)]
        library.deserialize_mem_coverage.argtypes = [ctypes.POINTER(ctypes.c_uint8), ctypes.c_size_t]
        library.deserialize_mem_coverage.restype = None
        library.mcov_last_error.restype = ctypes.c_char_p
        self._characters = ctypes.c_char * self.get_total()

    def get_hitmap(self):
        buffer = bytearray(self.get_total())
        self.library.mcov_copy_hitmap(self._characters.from_buffer(buffer))
        return buffer

    def set_hitmap(self, data):
        same(len(data), self.get_total())
        self.library.mcov_set_hitmap(self._characters.from_buffer(data))

    def serialize(self):
        size = ctypes.c_size_t()
        pointer = self.library.serialize_mem_coverage(ctypes.byref(size))
        return ctypes.string_at(pointer, size.value)

    def deserialize(self, data):
        pointer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self.library.deserialize_mem_coverage(pointer, len(data))
        return self.library.mcov_last_error().decode()


def bits(data):
    return sum(bin(byte).count("1") for byte in data)


def usage(path):
    """The published usage: now, total, push, pop, hit map."""
    coverage = Coverage(path)
    total = coverage.get_total()
    same((coverage.get_now(), total > 20), (0, True))
    coverage.library.work(4)
    now = coverage.get_now()
    same(0 < now < total, True)
    coverage.push()
    same(coverage.get_now(), 0)
    coverage.library.choose(1)
    inner = coverage.get_now()
    same(0 < inner, True)
    coverage.pop()
    same(coverage.get_now(), now + inner)
    hitmap = coverage.get_hitmap()
    same((len(hitmap), bits(hitmap)), (total, now + inner))
    coverage.reset()
    same((coverage.get_now(), bits(coverage.get_hitmap())), (0, 0))
    coverage.set_hitmap(hitmap)
    coverage.set_now(now + inner)
    same((coverage.get_now(), coverage.get_hitmap()), (now + inner, hitmap))


def processes(path, file):
    """The recipe for several processes: each child writes what it has, the parent reads it."""
    coverage = Coverage(path)
    expected = []
    for number in range(4):
        def model():
            coverage.push()
            coverage.library.choose(number)
            coverage.pop()
            with open(file, "wb") as out:
                out.write(coverage.serialize())
        same(child(model), 0)
        with open(file, "rb") as data:
            same(coverage.deserialize(data.read()), "")
        expected.append(coverage.get_now())
    same(expected, sorted(set(expected)), "each has something new")
    coverage.push()
    for number in range(4):
        coverage.library.choose(number)
    same(coverage.get_now(), expected[-1])
    coverage.pop()
    same(coverage.get_now(), expected[-1])


def multiples_of_eight(path):
    """Every number of edges has room for all of them and nothing else is written."""
    coverage = Coverage(path)
    total = coverage.get_total()
    same(total % 8, 0)
    for edge in range(total):
        coverage.library.hit(edge)
        same(coverage.get_now(), edge + 1)
    size = total // 8
    buffer = ctypes.create_string_buffer(b"\x5a" * (size + 16), size + 16)
    coverage.library.mcov_copy_hitmap(buffer)
    same(buffer.raw, b"\xff" * size + b"\x5a" * 16)
    coverage.reset()
    coverage.library.hit(total - 1)
    coverage.library.mcov_copy_hitmap(buffer)
    same(buffer.raw, bytes(size - 1) + b"\x80" + b"\x5a" * 16)


def second_library(first, second):
    coverage = Coverage(first)
    coverage.library.hit(0)
    coverage.library.hit(7)
    before = (coverage.get_now(), bits(coverage.get_hitmap()))
    same(before, (2, 2))
    coverage.push()
    coverage.library.hit(3)
    other = ctypes.CDLL(second)
    other.hit(5)
    coverage.pop()
    coverage = Coverage(first)
    same((coverage.get_now(), bits(coverage.get_hitmap())), (4, 4))
    coverage.library.hit(0)
    other.hit(5)
    same(coverage.get_now(), 4, "executed again")
    other.hit(6)
    same(coverage.get_now(), 5)


def deep_stacks(path):
    coverage = Coverage(path)
    total = coverage.get_total()
    for number in range(1000):
        coverage.push()
        coverage.library.hit(number % total)
        same(coverage.get_now(), 1)
    for number in range(1000):
        coverage.pop()
    same(coverage.get_now(), min(total, 1000))
    coverage.pop()  # one too many: said, and nothing else
    same((coverage.get_now(), coverage.library.mcov_last_error()[:30]), (min(total, 1000), b"libmemcov: mcov_pop_coverage: "))


def threads(path):
    coverage = Coverage(path)
    total = coverage.get_total()
    for count in (1, 8, 64) * 5:
        coverage.reset()
        same(coverage.get_now(), 0)
        coverage.library.hit_all_from_threads(count)
        same((coverage.get_now(), bits(coverage.get_hitmap())), (total, total))


def numbers_follow_the_map(path):
    coverage = Coverage(path)
    coverage.set_now(5)
    same(coverage.get_now(), 0)
    data = bytearray(coverage.get_total())
    data[0] = 0x81
    coverage.set_hitmap(data)
    same(coverage.get_now(), 2)
    coverage.set_now(40)
    same((coverage.get_now(), bits(coverage.get_hitmap())), (2, 2))


def hostile_data(path):
    coverage = Coverage(path)
    coverage.library.hit(1)
    good = coverage.serialize()
    coverage.reset()
    coverage.library.hit(2)
    for size in range(0, len(good)):
        same(coverage.deserialize(good[:size])[:45], "libmemcov: deserialize_mem_coverage: refused: "[:45], size)
        same(coverage.get_now(), 1)
    chance = random.Random(3)
    for _ in range(2000):
        damaged = bytearray(good)
        damaged[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        same("refused" in coverage.deserialize(bytes(damaged)), True)
    coverage.library.deserialize_mem_coverage(None, 100)
    same((coverage.get_now(), bits(coverage.get_hitmap())), (1, 1))
    same(coverage.deserialize(good), "")
    same(coverage.get_now(), 2, "added, not replaced")
    pointers = {ctypes.cast(coverage.library.serialize_mem_coverage(ctypes.byref(ctypes.c_size_t())), ctypes.c_void_p).value for _ in range(100)}
    same(len(pointers), 1, "no leak")


def serialize(path, file):
    coverage = Coverage(path)
    coverage.library.hit(1)
    with open(file, "wb") as out:
        out.write(coverage.serialize())


def other_build(path, file):
    coverage = Coverage(path)
    with open(file, "rb") as data:
        same("another build" in coverage.deserialize(data.read()), True)
    same(coverage.get_now(), 0)


def forking_threads(path):
    """A child counts on from what its parent had, exactly, also when the parent's threads were at it."""
    coverage = Coverage(path)
    coverage.library.hit(1)
    same(child(lambda: (coverage.library.hit(2), coverage.library.hit(1), same(coverage.get_now(), 2))), 0)
    same(coverage.get_now(), 1)


if __name__ == "__main__":
    run(globals())
