"""The `start` message: checked once, then passed on to workers."""

import math

from . import PROTOCOL
from .protocol import ProtocolError, is_count

MAXIMUM_WORKERS = 4096


class Start:
    """What the tool asked for. Raises ProtocolError naming the member that is wrong."""

    def __init__(self, fields):
        if fields.get("protocol") != PROTOCOL:
            raise ProtocolError("protocol %r is asked for; this driver speaks %d" % (fields.get("protocol"), PROTOCOL))
        self.run = _text(fields, "run")
        self.corpus = _text(fields, "corpus")
        self.workers = _count(fields, "workers", 1)
        if not 1 <= self.workers <= MAXIMUM_WORKERS:
            raise ProtocolError("workers must be between 1 and %d" % MAXIMUM_WORKERS)
        self.modules = _texts(fields, "modules")
        self.inject = _mapping(fields, "inject")
        self.python_path = _texts(fields, "pythonPath")
        self.python = _text(fields, "python")
        self.environment = _mapping(fields, "environment")
        for name, value in self.environment.items():
            if not name or "=" in name or "\0" in name or "\0" in value:
                raise ProtocolError("environment: %r is not a variable that can be set" % name)
        self.command = _texts(fields, "command")
        self.libcovrt = _text(fields, "libcovrt")
        self.capture = _choice(fields, "capture", ("auto", "memory", "profraw"))
        self.isolation = _choice(fields, "isolation", ("auto", "fork", "process"))
        self.timeout = _seconds(fields, "timeout", 10)
        self.start_timeout = _seconds(fields, "startTimeout", 300)
        self.memory = _count(fields, "memory", 0)
        self.file_size = _count(fields, "fileSize", 0)
        self.tail = _count(fields, "tail", 4096)
        self.scratch = _text(fields, "scratch")
        self.out_of_memory = _texts(fields, "outOfMemory")
        if not self.corpus.startswith("/"):
            raise ProtocolError("corpus must be an absolute path")

    def for_worker(self):
        """The members that a worker needs, as JSON values."""
        return {
            "corpus": self.corpus, "modules": self.modules, "inject": self.inject, "pythonPath": self.python_path,
            "command": self.command, "libcovrt": self.libcovrt, "timeout": self.timeout, "startTimeout": self.start_timeout,
            "memory": self.memory, "fileSize": self.file_size, "tail": self.tail, "outOfMemory": self.out_of_memory,
        }


def _text(fields, name):
    value = fields.get(name) or ""
    if not isinstance(value, str) or "\0" in value:
        raise ProtocolError("%s must be a text" % name)
    return value


def _texts(fields, name):
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
        raise ProtocolError("%s must be a list of texts" % name)
    return value


def _mapping(fields, name):
    value = fields.get(name) or {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ProtocolError("%s must be an object whose members are texts" % name)
    return value


def _count(fields, name, default):
    value = fields.get(name)
    if value is None:
        return default
    if not is_count(value):
        raise ProtocolError("%s must be a whole number, 0 or more" % name)
    return value


def _seconds(fields, name, default):
    value = fields.get(name)
    if value is None:
        return float(default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise ProtocolError("%s must be a number of seconds greater than 0" % name)
    return float(value)


def _choice(fields, name, choices):
    value = fields.get(name) or choices[0]
    if value not in choices:
        raise ProtocolError("%s must be one of %s" % (name, ", ".join(choices)))
    return value
