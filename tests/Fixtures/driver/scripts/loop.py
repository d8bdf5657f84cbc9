# outcome: timeout
import counted

counted.work(9)
while True:
    pass
