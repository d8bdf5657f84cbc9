# outcome: signal
# signal: 11
import counted

counted.work(7)
counted.segv()
