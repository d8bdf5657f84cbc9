# outcome: signal
# signal: 4
import counted

counted.work(7)
counted.raise_signal(4)
