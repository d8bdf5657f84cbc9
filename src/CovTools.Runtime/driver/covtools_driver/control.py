"""The worker's ends of its pipes to the driver."""

import os

from . import protocol


class Control:
    """Orders from the driver, results to it."""

    def __init__(self, orders, results):
        self.descriptor = orders
        self._results = results
        self._lines = protocol.LineReader()
        self._waiting = []
        os.set_inheritable(orders, False)
        os.set_inheritable(results, False)

    @property
    def private(self):
        """Descriptors that a script's process must not keep."""
        return (self.descriptor, self._results)

    def receive(self):
        """Takes what is in the pipe. The process ends when the driver is gone."""
        data = os.read(self.descriptor, 1 << 16)
        if not data:
            raise DriverGone()
        self._waiting.extend(self._lines.feed(data))

    def next(self):
        """The next order; waits for it."""
        while not self._waiting:
            self.receive()
        return self._waiting.pop(0)

    def send(self, kind, fields, payload=None):
        """One frame."""
        data = protocol.frame(kind, fields, payload)
        written = os.write(self._results, data)
        if written < len(data):
            view = memoryview(data)
            while written < len(data):
                written += os.write(self._results, view[written:])

    def note(self, text):
        """Something that the user should know."""
        self.send(protocol.NOTE, {"event": "note", "message": text})


class DriverGone(Exception):
    """The driver closed its end: stop everything."""
