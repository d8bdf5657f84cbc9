# outcome: exception
# exception: RecursionError
import counted


def down():
    down()


counted.branch(1)
down()
