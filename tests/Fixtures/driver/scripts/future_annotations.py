# outcome: ok
from __future__ import annotations

import counted


def function(argument: DoesNotExist) -> AlsoNot:
    return argument


counted.branch(function(1))
