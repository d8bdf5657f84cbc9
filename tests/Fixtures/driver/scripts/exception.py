# outcome: exception
# exit: 1
# exception: ValueError
# tail: ValueError: no such shape
# tail: in reshape
# notail: covtools_driver
import counted


def reshape():
    counted.branch(2)
    raise ValueError("no such shape")


reshape()
