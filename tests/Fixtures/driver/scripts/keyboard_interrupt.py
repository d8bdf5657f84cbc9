# outcome: exception
# exception: KeyboardInterrupt
# signal: 2
# llvm: no
import counted

counted.branch(1)
raise KeyboardInterrupt
