# outcome: ok
# llvm: no
# tail: 3 results
import multiprocessing

import counted


def work(times):
    return counted.work(times)


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        results = pool.map(work, [1, 2, 3])
        pool.close()
        pool.join()
    print(len(results), "results")
