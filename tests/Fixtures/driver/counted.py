"""The Python side of the library under test of the driver's tests."""

import ctypes
import os

_library = ctypes.CDLL(os.environ["COUNTED_LIBRARY"])
_library.counted_open.restype = ctypes.c_void_p
_library.counted_close.argtypes = [ctypes.c_void_p]

work = _library.counted_work
branch = _library.counted_branch
segv = _library.counted_segv
abort = _library.counted_abort
raise_signal = _library.counted_raise
overflow = _library.counted_overflow
abort_in_thread = _library.counted_abort_in_thread
overflow_in_thread = _library.counted_overflow_in_thread
spin = _library.counted_spin
native_exit = _library.counted_exit
native_fork = _library.counted_fork
_library.counted_import()


def native_print(text):
    _library.counted_print(text.encode())


class Handle:
    """An object whose destructor is native."""

    def __init__(self):
        self._address = _library.counted_open()

    def __del__(self):
        _library.counted_close(self._address)
