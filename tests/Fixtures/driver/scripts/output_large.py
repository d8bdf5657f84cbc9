# outcome: ok
# tail: the very last line
# output: 3000000
import counted

counted.work(9)
print("x" * 3000000)
print("the very last line")
