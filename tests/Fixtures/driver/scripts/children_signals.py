# outcome: ok
# tail: default default
import signal

import counted

counted.work(3)
name = {signal.SIG_DFL: "default"}
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
assert signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN
assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()
print(name.get(signal.getsignal(signal.SIGCHLD)), name.get(signal.getsignal(signal.SIGTERM)))
