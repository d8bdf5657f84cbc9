# outcome: exit
# exit: 9
# llvm: no
import counted

counted.work(4)
counted.native_exit(9)
