# outcome: signal
# signal: 7
import counted

counted.work(7)
counted.raise_signal(7)
