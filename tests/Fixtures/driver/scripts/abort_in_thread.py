# outcome: signal
# signal: 6
import counted

counted.abort_in_thread()
