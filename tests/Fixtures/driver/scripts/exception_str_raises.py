# outcome: exception
# exception: Bad
import counted


class Bad(Exception):
    def __str__(self):
        raise ValueError("no text")


counted.branch(3)
raise Bad()
