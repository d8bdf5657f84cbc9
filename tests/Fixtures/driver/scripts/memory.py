# outcome: memory
# exception: MemoryError
# llvm: no
import counted

counted.work(4)
data = bytearray(8 << 30)
