# outcome: ok
# llvm: no
import counted

counted.native_fork(8)
