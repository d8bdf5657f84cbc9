#!/usr/bin/env python3
"""How fast counters of another process are copied, counted, compared and reset: live.py [--clang clang-19].

A program with the counters of a small library (43,688 bytes), with a million and with eight million counters runs and waits; live.cs does the work
and times it. Beside it: copying the same bytes within one process (memcpy)."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = """
#include <stdio.h>
__attribute__((section("__llvm_prf_cnts"), used, aligned(8))) unsigned long more[%d] = {1};
int main(void)
{
    for (unsigned long i = 0; i < sizeof more / sizeof *more; i += 3) { more[i] = i + 1; }
    puts("ready");
    fflush(stdout);
    return getchar() == 0;
}
"""


def measure(clang, folder, counters):
    source, program = folder / f"p{counters}.c", folder / f"p{counters}"
    source.write_text(PROGRAM % (counters - 3))
    subprocess.run([clang, "-O1", "-fprofile-instr-generate", str(source), "-o", str(program)], check=True)
    with subprocess.Popen([str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"LLVM_PROFILE_FILE": "/dev/null"}) as process:
        process.stdout.readline()
        try:
            output = subprocess.run(["dotnet", "run", "-c", "Release", "-p:RunAnalyzers=false", str(HERE / "live.cs"), "--", str(process.pid)], check=True, capture_output=True, text=True)
        finally:
            process.kill()
    return json.loads(output.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clang", default="clang-19")
    options = parser.parse_args()
    print(f"{'bytes':>10} {'memcpy':>10} {'snapshot':>10} {'GB/s':>6} {'count':>10} {'difference':>10} {'reset':>10}   best of many, microseconds; snapshot, count, difference, reset against memcpy")
    with tempfile.TemporaryDirectory() as folder:
        for counters in (5461, 1 << 20, 8 << 20):
            times = measure(options.clang, pathlib.Path(folder), counters)
            ratios = "  ".join(f"{times[name] / times['memcpy']:.1f}" for name in ("snapshot", "count", "difference", "reset"))
            print(f"{times['bytes']:>10} {times['memcpy']:>10.1f} {times['snapshot']:>10.1f} {times['bytes'] / times['snapshot'] / 1000:>6.1f} "
                  f"{times['count']:>10.1f} {times['difference']:>10.1f} {times['reset']:>10.1f}   {ratios}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
