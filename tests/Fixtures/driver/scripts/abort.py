# outcome: signal
# signal: 6
import counted

counted.work(7)
counted.abort()
