# outcome: ok
import counted

kept = [counted.Handle() for _ in range(5)]
cycle = counted.Handle()
cycle.me = cycle
