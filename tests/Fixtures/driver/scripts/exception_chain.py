# outcome: exception
# exception: RuntimeError
# tail: During handling of the above exception, another exception occurred
# notail: covtools_driver
import counted

try:
    counted.branch(0)
    {}["missing"]
except KeyError:
    raise RuntimeError("second")
