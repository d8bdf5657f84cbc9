"""Names how a script ended."""

import signal


def classify(ending, cell, killed_for_memory):
    """One of the outcomes of the protocol. `killed_for_memory`: the out-of-memory killer was at work meanwhile."""
    exception, out_of_memory = cell.exception
    if ending.timed_out:
        return "timeout"
    number = ending.signal
    if number is not None:
        if number == signal.SIGINT and exception == "KeyboardInterrupt":
            return "exception"
        if number == signal.SIGKILL and killed_for_memory:
            return "memory"
        return "signal"
    if ending.exit == 0:
        return "ok"
    if exception is not None and (ending.exit == 1 or (ending.exit == 130 and exception == "KeyboardInterrupt")):
        return "memory" if out_of_memory else "exception"
    return "exit"
