# outcome: memory
# exception: MemoryError
# llvm: no
import counted

counted.work(4)
held = []
while True:
    held.append(bytearray(16 << 20))
