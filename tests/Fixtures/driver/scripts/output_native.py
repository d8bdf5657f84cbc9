# outcome: ok
# tail: from the C library
import counted

counted.native_print("from the C library")
