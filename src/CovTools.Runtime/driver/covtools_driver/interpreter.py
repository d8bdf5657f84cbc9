"""Makes the interpreter ready for scripts, after everything is imported."""

import sys

_OWN_PACKAGE = __name__.partition(".")[0]

# Every kind of statement: see Interpreter.
_REHEARSAL = b"""import sys
from sys import path as first
def function(a, *b, c=1, **d):
    try:
        return [x for x in b if x] + [f"{a!r} {c:>4}", {**d}, {1, 2}, lambda: a]
    except (ValueError, TypeError) as error:
        raise KeyError("x") from error
    finally:
        del c
class Class:
    value: int = 1
    def __init__(self):
        self.value += len("x" * 2)
with open("/dev/null") as file:
    while True:
        for x, y in zip(range(2), (1.5, -2j)):
            assert x is not None and not isinstance(y, str)
        break
function(1, 2)
Class()
"""


class Interpreter:
    """What a script finds in sys: taken once, when everything is imported. Our own modules are out of its sight from then on."""

    def __init__(self, injected, memory_patterns):
        self.injected = injected
        self.memory_patterns = memory_patterns
        for name in [name for name in sys.modules if name.partition(".")[0] == _OWN_PACKAGE]:
            del sys.modules[name]
        self.modules = frozenset(sys.modules)
        # The compiler sets up hundreds of objects at its first use. Here that is done once, not in every child.
        exec(compile(_REHEARSAL, "rehearsal", "exec", 0, True), {"__name__": "rehearsal"})
