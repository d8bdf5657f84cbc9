# outcome: ok
# llvm: no
import multiprocessing

import counted


def work(times):
    return counted.work(times)


if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=work, args=(12,))
    process.start()
    process.join()
    assert process.exitcode == 0, process.exitcode
