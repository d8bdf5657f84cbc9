"""Scratch directories of scripts: fresh, empty, and removed whatever the script did to them."""

import array
import fcntl
import os
import stat

_FS_IOC_SETFLAGS = 0x40086602
_FLAT_LIMIT = 1 << 22


class Scratch:
    """Hands out directories below `root`, one at a time."""

    def __init__(self, root):
        self._root = root
        self._next = 0

    def make(self):
        """A fresh empty directory. Raises OSError."""
        self._next += 1
        path = "%s/%d" % (self._root, self._next)
        try:
            os.mkdir(path, 0o700)
        except FileNotFoundError:
            # A script removed what was above its directory.
            os.makedirs(path, 0o700)
        return path

    @staticmethod
    def release(path):
        """Removes a directory. Returns the reason when something of it is left, else None."""
        try:
            os.rmdir(path)
            return None
        except FileNotFoundError:
            return None
        except OSError:
            return remove(path)


def remove(path):
    """Removes a tree of any depth and any permissions. Returns the reason when something is left, else None."""
    try:
        _flatten(path)
        return None
    except FileNotFoundError:
        return None
    except OSError as error:
        return "%s cannot be removed: %s" % (path, error.strerror)


def _flatten(root):
    """Moves nested directories up, so that neither the length of a path nor the number of open directories can run out."""
    if not stat.S_ISDIR(os.lstat(root).st_mode):
        os.unlink(root)
        return
    _unlock(root)
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        moved = 0
        pending = os.listdir(top)
        while pending:
            name = pending.pop()
            if not _is_directory(top, name):
                _unlink(top, name)
                continue
            _unlock(name, top)
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            try:
                for child in os.listdir(inner):
                    if not _is_directory(inner, child):
                        _unlink(inner, child)
                        continue
                    moved += 1
                    if moved > _FLAT_LIMIT:
                        raise OSError(0, "too many directories")
                    _unlock(child, inner)
                    # The name cannot exist at the top: no listing made by a script gets this prefix twice.
                    target = "covtools-%d-%d" % (os.getpid(), moved)
                    os.rename(child, target, src_dir_fd=inner, dst_dir_fd=top)
                    pending.append(target)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(root)


def _is_directory(parent, name):
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


def _unlink(parent, name):
    try:
        os.unlink(name, dir_fd=parent)
    except PermissionError:
        _clear_attributes(name, parent)
        os.unlink(name, dir_fd=parent)


def _unlock(name, parent=None):
    _clear_attributes(name, parent)
    os.chmod(name, 0o700, dir_fd=parent)


def _clear_attributes(name, parent):
    """Takes away "immutable" and "append only" where the file system has them and we may."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
    except OSError:
        # Unreadable, a socket or a link: it has no such attributes or we may not change them.
        return
    try:
        fcntl.ioctl(descriptor, _FS_IOC_SETFLAGS, array.array("i", [0]))
    except OSError:
        # Not supported here: then it was not set either.
        pass
    finally:
        os.close(descriptor)
