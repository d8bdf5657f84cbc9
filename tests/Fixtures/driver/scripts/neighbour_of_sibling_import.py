# outcome: ok
import counted

TEXT = "from the neighbour"
HELD = counted.Handle()
