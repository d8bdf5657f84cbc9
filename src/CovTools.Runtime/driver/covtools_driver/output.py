"""The driver's standard output: written without ever making the event loop wait for the tool, up to a limit."""

import os
import select
from collections import deque

_LIMIT = 64 << 20
_GATHER = 64


class Output:
    """Messages that are on their way to the tool. `descriptor` is made non-blocking."""

    def __init__(self, descriptor):
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self._waiting = deque()
        self._offset = 0
        self._size = 0

    @property
    def pending(self):
        """Whether something waits to be written."""
        return bool(self._waiting)

    def put(self, data):
        """Queues one message; flush() writes it. Waits only when far too much is queued already."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size > _LIMIT:
            self.finish(_LIMIT // 2)

    def flush(self):
        """Writes what the pipe takes. Raises BrokenPipeError when the tool is gone."""
        while self._waiting:
            batch = [memoryview(self._waiting[0])[self._offset:]]
            for index in range(1, min(len(self._waiting), _GATHER)):
                batch.append(self._waiting[index])
            try:
                written = os.writev(self.descriptor, batch)
            except BlockingIOError:
                return
            self._size -= written
            written += self._offset
            while self._waiting and written >= len(self._waiting[0]):
                written -= len(self._waiting.popleft())
            self._offset = written

    def finish(self, down_to=0, seconds=None):
        """Writes until no more than `down_to` bytes are left; gives up when nothing moves for `seconds`."""
        poll = select.poll()
        poll.register(self.descriptor, select.POLLOUT)
        self.flush()
        while self._size > down_to:
            if not poll.poll(None if seconds is None else seconds * 1000):
                return
            self.flush()
