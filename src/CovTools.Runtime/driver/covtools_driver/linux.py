"""The few calls of Linux that the os module lacks, and questions to /proc."""

import ctypes
import fcntl
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_HIGH_DESCRIPTOR = 600

_libc = ctypes.CDLL(None, use_errno=True)
_prctl = _libc.prctl
_prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_SIGKILL = int(signal.SIGKILL)


def die_with(parent):
    """This process is killed when its parent `parent` dies. False when that has happened already."""
    if _prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    return os.getppid() == parent


def become_subreaper():
    """Orphaned descendants become children of this process."""
    if _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def move_high(descriptor, inheritable=False):
    """Moves a descriptor out of the way of programs that close or reuse low numbers. Returns the new number."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = _HIGH_DESCRIPTOR
    if soft != resource.RLIM_INFINITY:
        lowest = max(3, min(lowest, soft - 64))
    command = fcntl.F_DUPFD if inheritable else fcntl.F_DUPFD_CLOEXEC
    moved = fcntl.fcntl(descriptor, command, lowest)
    os.close(descriptor)
    return moved


def anonymous_file(name):
    """A descriptor of a file without a name."""
    try:
        return os.memfd_create(name)
    except (AttributeError, OSError):
        import tempfile  # heavy, and nearly never needed

        with tempfile.TemporaryFile() as file:
            return fcntl.fcntl(file.fileno(), fcntl.F_DUPFD_CLOEXEC, 3)


def virtual_size():
    """Bytes of address space of this process."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def thread_count():
    """Threads of this process."""
    return len(os.listdir("/proc/self/task"))


def children():
    """Process ids of the living (or not yet waited for) children of this process."""
    try:
        found = []
        for task in os.listdir("/proc/self/task"):
            with open("/proc/self/task/%s/children" % task, "rb") as file:
                found.extend(int(item) for item in file.read().split())
        return found
    except OSError:
        # Kernels without CONFIG_PROC_CHILDREN.
        return [pid for pid in processes() if parent_of(pid) == os.getpid()]


def processes():
    """Process ids that /proc shows."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def parent_of(pid):
    """The parent of a process, or -1 when it is gone."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            text = file.read()
    except OSError:
        return -1
    # The name is in parentheses and may contain anything; the fields after the last one are "state ppid".
    fields = text[text.rfind(b")") + 1:].split()
    return int(fields[1]) if len(fields) > 1 else -1
