# outcome: ok
# tail: as expected
import os
import sys
import types

import counted

here = os.path.abspath(__file__)
expected = ["__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__", "__file__"]
assert __name__ == "__main__" and __doc__ is None and __spec__ is None and __package__ is None
assert all(name in globals() for name in expected)
assert sys.modules["__main__"].__dict__ is globals()
assert isinstance(__builtins__, types.ModuleType)
assert os.path.isabs(__file__) and sys.argv == [__file__]
assert sys.path[0] == os.path.dirname(here)
assert type(__loader__).__name__ == "SourceFileLoader"
assert not [name for name in sys.modules if "covtools" in name]
counted.branch(1)
print("as expected")
