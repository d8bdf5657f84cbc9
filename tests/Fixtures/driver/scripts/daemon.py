# outcome: ok
# llvm: no
# hits: similar
# gone: covtools-test-daemon
import os
import subprocess

import counted

counted.work(2)
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        os.write(write, b"x")
        os.execvp("sleep", ["covtools-test-daemon", "600"])
    os._exit(0)
os.read(read, 1)
