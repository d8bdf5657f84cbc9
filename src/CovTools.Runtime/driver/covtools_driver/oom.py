"""Whether the kernel's out-of-memory killer was at work, as far as the control group tells."""

import os


class OomCounter:
    """Reads the number of processes killed for want of memory; None where it is not known."""

    def __init__(self):
        self._path = _find()

    def read(self):
        """The counter now, or None."""
        if self._path is None:
            return None
        try:
            with open(self._path, "rb", buffering=0) as file:
                text = file.read(4096)
        except OSError:
            return None
        for line in text.splitlines():
            words = line.split()
            if len(words) == 2 and words[0] == b"oom_kill" and words[1].isdigit():
                return int(words[1])
        return None


def _find():
    try:
        with open("/proc/self/cgroup", encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    candidates = []
    for line in lines:
        parts = line.split(":", 2)
        if len(parts) != 3:
            continue
        _, controllers, group = parts
        if "memory" in controllers.split(","):
            base, name = "/sys/fs/cgroup/memory", "memory.oom_control"
        elif controllers == "":
            base, name = "/sys/fs/cgroup", "memory.events"
        else:
            continue
        # In a container the group may be shown as the host sees it while the container's own is mounted at the top.
        candidates.append(base + group.rstrip("/") + "/" + name)
        candidates.append(base + "/" + name)
    for path in candidates:
        try:
            with open(path, "rb") as file:
                if b"oom_kill " in file.read(4096):
                    return os.path.normpath(path)
        except OSError:
            continue
    return None
