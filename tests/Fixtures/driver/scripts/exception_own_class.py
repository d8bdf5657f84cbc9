# outcome: exception
# exception: Outer.Inner
# tail: the text
import counted


class Outer:
    class Inner(Exception):
        pass


counted.branch(3)
raise Outer.Inner("the text")
