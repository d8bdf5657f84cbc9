# outcome: timeout
# tail: 0123456789
# output: 1000000
import os

import counted

counted.work(9)
while True:
    os.write(1, b"0123456789" * 1000)
