"""Imports the library under test in this process."""

import importlib
import os
import sys


class Library:
    """What a process that runs scripts imports first."""

    def __init__(self, modules, inject, python_path):
        self._modules = modules
        self._inject = inject
        self._python_path = python_path

    def load(self):
        """Imports everything. Returns the names for the globals of scripts."""
        own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        sys.path[:] = self._python_path + [item for item in sys.path if os.path.abspath(item) != own]
        sys.argv = [""]
        for name in self._modules:
            importlib.import_module(name)
        injected = {name: importlib.import_module(module) for name, module in self._inject.items()}
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        return injected


def absolute_paths(python_path, corpus):
    """Relative directories count from the corpus."""
    return [os.path.normpath(os.path.join(corpus, item)) for item in python_path]
