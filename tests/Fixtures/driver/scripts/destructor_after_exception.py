# outcome: exception
# exception: ValueError
import counted


def inner():
    local = counted.Handle()
    raise ValueError("keeps its frame alive")


inner()
