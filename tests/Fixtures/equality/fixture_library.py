"""Loads the library beside this file and calls it once, as modules do when they are imported."""
import ctypes
import os

_library = ctypes.CDLL(os.path.join(os.path.dirname(os.path.abspath(__file__)), "library.so"))
work = _library.work
guarded = _library.guarded
work(1)
