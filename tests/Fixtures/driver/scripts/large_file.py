# outcome: exception
# exception: OSError
# llvm: no
import counted

counted.work(4)
with open("big", "wb") as file:
    for _ in range(64):
        file.write(bytes(1 << 20))
