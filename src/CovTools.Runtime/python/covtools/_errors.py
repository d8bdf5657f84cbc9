"""What goes wrong."""


class CovtoolsError(Exception):
    """Something that covtools was asked for is not possible."""


class MalformedDataError(CovtoolsError):
    """A file is not what it should be. Has `file`, `offset` (bytes) and `reason`."""

    def __init__(self, file, offset, reason):
        super().__init__("%s: at byte %d: %s" % (file, offset, reason))
        self.file = file
        self.offset = offset
        self.reason = reason
