"""Executes one script in this process as `python script.py` does, and ends the process.

The script may do anything to the interpreter. What is needed after it is bound here before it runs: the names in this
module, and the builtins that its functions use, are private copies."""

import builtins

__builtins__ = dict(vars(builtins))

import atexit
import ctypes
import gc
import os
import signal
import sys
from importlib.machinery import SourceFileLoader
from os import _exit, getpid, kill
from types import ModuleType

_fflush = ctypes.CDLL(None).fflush
_collect = gc.collect
_run_exit_functions = atexit._run_exitfuncs
_signal, _SIGINT, _SIG_DFL = signal.signal, signal.SIGINT, signal.SIG_DFL
_display = sys.__excepthook__
_settrace, _setprofile = sys.settrace, sys.setprofile
_getrecursionlimit, _setrecursionlimit = sys.getrecursionlimit, sys.setrecursionlimit
_write = os.write
_dirname = os.path.dirname
_BUILTINS = builtins
_FLUSH_FAILED = 120  # what Python exits with when standard output cannot be flushed at the end
_INTERRUPTED = -1
_RECURSION = 1000
_LONG = 1 << 63


class ScriptRun:
    """One script: `path` as in sys.argv, the bytes of its source. Made before the fork: what is written here costs the
    child no copy of a page."""

    def __init__(self, path, source, interpreter, cell):
        self._path = path
        self._source = source
        self._cell = cell
        self._memory_patterns = interpreter.memory_patterns
        self._known_modules = interpreter.modules
        self._directory = _dirname(path)
        self._pid = None
        main = ModuleType("__main__")
        namespace = main.__dict__
        namespace["__loader__"] = SourceFileLoader("__main__", path)
        if sys.version_info < (3, 14):
            namespace["__annotations__"] = {}
        namespace["__builtins__"] = _BUILTINS
        namespace["__file__"] = path
        if sys.version_info < (3, 15):
            namespace["__cached__"] = None
        namespace.update(interpreter.injected)
        self._main = main
        self._namespace = namespace

    def run(self):
        """Runs the script and prints what Python prints. Returns the exit code, or -1 for an uncaught KeyboardInterrupt."""
        self._prepare()
        try:
            return self._execute()
        except BaseException:
            # No memory is left even for reporting the script's own exception, which Python would end with as well.
            return 1

    def _execute(self):
        failure = None
        try:
            try:
                # 0: no flags of ours; True: no __future__ of ours.
                exec(compile(self._source, self._path, "exec", 0, True), self._namespace)
            finally:
                # First of all, and without a Python function: the script's own tracing would see it.
                _settrace(None)
                _setprofile(None)
        except BaseException as error:
            # Reported after this clause: what a hook raises must not get this exception as its context.
            failure = error
        _raise_recursion_limit()
        if failure is None:
            return 0
        return _exit_status(failure) if isinstance(failure, SystemExit) else self._report(failure)

    def finish(self, status):
        """What an interpreter does at its end, then the end of the process. Never returns."""
        try:
            _raise_recursion_limit()
            self._finalize()
            failed = not _flush_streams()
            self._clear()
            failed = not _flush_streams(report=not failed) or failed
            if failed:
                status = _FLUSH_FAILED
            _fflush(None)
            if status == _INTERRUPTED:
                _signal(_SIGINT, _SIG_DFL)
                kill(getpid(), _SIGINT)
        finally:
            # Not even MemoryError may lead back into the zygote's code.
            _exit(130 if status == _INTERRUPTED else status)

    def _prepare(self):
        self._pid = getpid()
        sys.modules["__main__"] = self._main
        # The module goes when the script drops it; its dictionary stays.
        self._main = None
        sys.argv = [self._path]
        if hasattr(sys, "orig_argv"):
            sys.orig_argv = [sys.executable, self._path]
        if not getattr(sys.flags, "safe_path", False):
            sys.path.insert(0, self._directory)

    def _report(self, error):
        kind = type(error)
        # The first entry is this module's own frame.
        trace = error.__traceback__.tb_next if error.__traceback__ is not None else None
        error.__traceback__ = trace
        if getpid() == self._pid:
            name = _type_name(kind)
            self._cell.set_exception(name, self._is_out_of_memory(error, name))
        sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace
        if sys.version_info >= (3, 12):
            sys.last_exc = error
        status = _call_hook(kind, error, trace)
        if status is not None:
            return status
        return _INTERRUPTED if kind is KeyboardInterrupt else 1

    def _is_out_of_memory(self, error, name):
        if isinstance(error, MemoryError):
            return True
        if not self._memory_patterns:
            return False
        try:
            text = "%s: %s" % (name, error)
        except BaseException:
            # The script's own __str__ failed; then its text matches nothing.
            return False
        return any(pattern.search(text) for pattern in self._memory_patterns)

    def _finalize(self):
        threading = sys.modules.get("threading")
        shutdown = getattr(threading, "_shutdown", None)
        if shutdown is not None:
            _guarded(shutdown)
        # Prints the exceptions of the functions itself; like the interpreter, nothing else comes of them.
        _guarded(_run_exit_functions, silent=True)

    def _clear(self):
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            sys.__dict__.pop(name, None)
        self._namespace.clear()
        modules = sys.modules
        if type(modules) is dict and len(modules) != len(self._known_modules):
            prefix = self._directory + "/"
            for name, module in list(modules.items()):
                if name in self._known_modules or type(module) is not ModuleType:
                    continue
                file = module.__dict__.get("__file__")
                if type(file) is str and file.startswith(prefix):
                    del modules[name]
            module = None
        _guarded(_collect)


def _raise_recursion_limit():
    """Our own code must not fail for want of a limit that the script chose."""
    if _getrecursionlimit() < _RECURSION:
        _setrecursionlimit(_RECURSION)


def _guarded(function, silent=False):
    try:
        function()
    except BaseException as error:
        if not silent:
            _safe_display(type(error), error, error.__traceback__)


def _call_hook(kind, error, trace):
    """Calls sys.excepthook as the interpreter does. Returns an exit status when the hook asks for one, else None."""
    hook = sys.__dict__.get("excepthook")
    if hook is None:
        _complain("sys.excepthook is missing\n")
        _safe_display(kind, error, trace)
        return None
    try:
        hook(kind, error, trace)
        return None
    except SystemExit as request:
        return _exit_status(request)
    except BaseException as second:
        failure = second
    _complain("Error in sys.excepthook:\n")
    inner = failure.__traceback__.tb_next if failure.__traceback__ is not None else None
    failure.__traceback__ = inner
    _safe_display(type(failure), failure, inner)
    _complain("\nOriginal exception was:\n")
    _safe_display(kind, error, trace)
    return None


def _safe_display(kind, error, trace):
    try:
        _display(kind, error, trace)
    except BaseException:
        # Standard error is broken by the script: there is nowhere to print to, as in the interpreter.
        pass


def _exit_status(error):
    """The exit code of a SystemExit."""
    try:
        value = error.code
    except BaseException:
        # The interpreter takes the exception itself when its code cannot be had.
        value = error
    if value is None:
        return 0
    if isinstance(value, int):
        return int(value) & 0xFF if -_LONG <= value < _LONG else 0xFF
    try:
        _complain(str(value))
    except BaseException:
        # Its __str__ failed; the interpreter prints nothing then.
        pass
    _complain("\n")
    return 1


def _complain(text):
    stream = sys.__dict__.get("stderr")
    try:
        if stream is None:
            _write(2, text.encode("utf-8", "backslashreplace"))
        else:
            stream.write(text)
            stream.flush()
    except BaseException:
        # The script closed or replaced it: there is nowhere to print to, as in the interpreter.
        pass


def _flush_streams(report=True):
    complete = True
    for name in ("stdout", "stderr"):
        stream = sys.__dict__.get(name)
        try:
            if stream is None or stream.closed:
                continue
        except BaseException:
            # Not a file any more; flushing decides.
            pass
        try:
            stream.flush()
        except BaseException as error:
            if name == "stdout" and report:
                _complain("Exception ignored in: %r\n%s: %s\n" % (stream, _type_name(type(error)), error))
            complete = False
    return complete


def _type_name(kind):
    try:
        name = type.__dict__["__qualname__"].__get__(kind)
        module = type.__dict__["__module__"].__get__(kind)
    except BaseException:
        return "?"
    if type(module) is str and module not in ("builtins", "__main__"):
        return "%s.%s" % (module, name)
    return name
