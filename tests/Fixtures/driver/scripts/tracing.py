# outcome: ok
# notail: covtools_driver
import sys

import counted

seen = []


def trace(frame, event, argument):
    print(event, frame.f_code.co_filename)
    return trace


counted.work(3)
sys.settrace(trace)
