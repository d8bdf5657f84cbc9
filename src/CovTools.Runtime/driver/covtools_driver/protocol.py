"""Messages between tool and driver (JSON lines with payloads) and frames between driver and worker."""

import json
import struct

# Between driver and worker a message travels in a frame, so that the driver can pass it on without reading the JSON.
FRAME = struct.Struct("<cIQ")
MAXIMUM_HEAD = 64 << 20
MAXIMUM_PAYLOAD = 4 << 30
MAXIMUM_LINE = 64 << 20

READY = b"R"   # for the driver: the worker can take scripts
SWITCH = b"S"  # for the driver: start this worker again with another capture or isolation
FATAL = b"X"   # for the driver: nothing can run
DONE = b"D"    # for the tool: a script ended
FAILED = b"F"  # for the tool: a script could not be measured
NOTE = b"N"    # for the tool
QUIT = b"Q"    # for the driver: this worker must be replaced; sent after the DONE of its last script

KINDS = frozenset((READY, SWITCH, FATAL, DONE, FAILED, NOTE, QUIT))


class ProtocolError(Exception):
    """The other side sent something that is not the protocol."""


def message(fields, payload=None):
    """Bytes of one message. `fields` gets a member "payload" when there is a payload."""
    if payload is not None:
        fields["payload"] = len(payload)
    head = json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"
    return head + payload if payload else head


def frame(kind, fields, payload=None):
    """Bytes of one frame."""
    size = 0 if payload is None else len(payload)
    body = message(fields, payload)
    return FRAME.pack(kind, len(body) - size, size) + body


class FrameReader:
    """Cuts the stream of a worker into frames."""

    def __init__(self):
        self._buffer = bytearray()

    def feed(self, data):
        """Yields (kind, head, body): body is the whole message, its first `head` bytes are the JSON line."""
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= FRAME.size:
            kind, head, payload = FRAME.unpack_from(buffer, start)
            if kind not in KINDS or head > MAXIMUM_HEAD or payload > MAXIMUM_PAYLOAD:
                raise ProtocolError("a worker sent a broken frame")
            end = start + FRAME.size + head + payload
            if len(buffer) < end:
                break
            body = bytes(memoryview(buffer)[start + FRAME.size:end])
            start = end
            yield kind, head, body
        if start:
            del buffer[:start]


class LineReader:
    """Cuts the stream of the tool into messages; payloads (none is defined in this direction) are skipped."""

    def __init__(self):
        self._buffer = bytearray()
        self._skip = 0
        self._searched = 0

    def feed(self, data):
        """Yields each complete message as a dict. Raises ProtocolError."""
        buffer = self._buffer
        buffer += data
        while True:
            if self._skip:
                drop = min(self._skip, len(buffer))
                del buffer[:drop]
                self._skip -= drop
                if self._skip:
                    return
            end = buffer.find(b"\n", self._searched)
            if end < 0:
                self._searched = len(buffer)
                if len(buffer) > MAXIMUM_LINE:
                    raise ProtocolError("a message is longer than %d bytes" % MAXIMUM_LINE)
                return
            line = bytes(memoryview(buffer)[:end])
            del buffer[:end + 1]
            self._searched = 0
            if not line.strip():
                continue
            fields = parse(line)
            payload = fields.get("payload", 0)
            if not is_count(payload):
                raise ProtocolError("payload must be a number of bytes")
            self._skip = payload
            yield fields


def parse(line):
    """One JSON object. Raises ProtocolError."""
    try:
        fields = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a message is not JSON: %s" % error) from None
    if not isinstance(fields, dict):
        raise ProtocolError("a message must be a JSON object")
    return fields


def is_count(value):
    """Whether a JSON value is a non-negative integer."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
