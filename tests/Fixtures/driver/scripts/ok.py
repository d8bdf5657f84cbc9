# outcome: ok
# tail: sum 8
import counted

print("sum", counted.work(6) + 1)
counted.branch(1)
