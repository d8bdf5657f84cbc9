# outcome: ok
# tail: in the destructor
import counted


class Bad:
    def __del__(self):
        raise ValueError("in the destructor")


kept = Bad()
counted.branch(1)
