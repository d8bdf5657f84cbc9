# outcome: signal
# signal: 8
import counted

counted.work(7)
counted.raise_signal(8)
