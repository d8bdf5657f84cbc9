# outcome: signal
# signal: 11
# hits: similar
import counted

counted.overflow_in_thread()
