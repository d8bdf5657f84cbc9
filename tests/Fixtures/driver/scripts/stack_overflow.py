# outcome: signal
# signal: 11
# hits: similar
import counted

counted.work(2)
counted.overflow()
