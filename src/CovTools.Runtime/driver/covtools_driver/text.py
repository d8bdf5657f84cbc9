"""Text that leaves the process: always valid Unicode, of bounded length."""


def clean(text, limit=4096):
    """`text` without lone surrogates (a JSON reader may refuse them), cut to `limit` characters."""
    return text[:limit].encode("utf-8", "replace").decode("utf-8")


def describe(error):
    """One line about an exception, for reasons and notes."""
    message = str(error)
    kind = type(error).__name__
    return clean("%s: %s" % (kind, message) if message else kind)
