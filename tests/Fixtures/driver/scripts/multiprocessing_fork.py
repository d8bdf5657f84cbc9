# outcome: ok
# llvm: no
import multiprocessing

import counted

if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    process = context.Process(target=counted.work, args=(12,))
    process.start()
    process.join()
    assert process.exitcode == 0
