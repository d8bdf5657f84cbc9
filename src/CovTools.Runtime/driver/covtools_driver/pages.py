"""Puts the memory that the import filled on large pages: a fork then copies one table entry where it copied 512, and so does the end
of the child give back. A child that writes gets a copy of the small page only, as before."""

import array
import ctypes
import os

_MADV_COLLAPSE = 25  # Linux 6.1
_SIZE_FILE = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"
_ENTRY = 8  # bytes per page in pagemap
_PRESENT = 1 << 63


def collapse():
    """Returns how many bytes lie on large pages now; 0 where the kernel has none. Never fails: without them everything works, only slower."""
    try:
        with open(_SIZE_FILE, "rb") as file:
            large = int(file.read())
        # Names are bytes: files may be called anything.
        with open("/proc/self/maps", "rb") as file:
            lines = file.readlines()
        pagemap = os.open("/proc/self/pagemap", os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return 0
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    page = os.sysconf("SC_PAGE_SIZE")
    collapsed = 0
    try:
        for start, end in _anonymous(lines):
            for first, last in _filled(pagemap, (start + large - 1) // large * large, end, large, page):
                # One call for many: each waits for all processors.
                if madvise(first, last - first, _MADV_COLLAPSE) == 0:
                    collapsed += last - first
    except OSError:
        # The rest stays on small pages.
        pass
    finally:
        os.close(pagemap)
    return collapsed


def _filled(pagemap, start, end, large, page):
    """Ranges of whole large pages of which at least half is in memory: what was never touched stays without memory."""
    count = large // page
    first = last = start
    for block in range(start, end - large + 1, large):
        entries = array.array("Q", os.pread(pagemap, count * _ENTRY, block // page * _ENTRY))
        if 2 * sum(entry >= _PRESENT for entry in entries) < count:
            continue
        if block != last:
            if first < last:
                yield first, last
            first = block
        last = block + large
    if first < last:
        yield first, last


def _anonymous(lines):
    for line in lines:
        fields = line.split(None, 5)
        if fields[1] != b"rw-p" or fields[4] != b"0":
            continue
        if len(fields) > 5 and not fields[5].startswith((b"[heap]", b"[anon:")):
            continue
        start, end = fields[0].split(b"-")
        yield int(start, 16), int(end, 16)
