using System.Globalization;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>The zygote's memory on large pages (pages.py).</summary>
public sealed class LargePagesTests
{
    private const string Program = """
        import mmap, os, struct, sys
        sys.path.insert(0, sys.argv[1])
        from covtools_driver import pages
        def total(name):
            with open("/proc/self/smaps_rollup") as file:
                return sum(int(line.split()[1]) for line in file if line.startswith(name + ":"))
        page = mmap.PAGESIZE
        filled = mmap.mmap(-1, 32 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        untouched = mmap.mmap(-1, 256 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for number in range(len(filled) // page):
            struct.pack_into("<I", filled, number * page, number + 1)
        before = total("Rss")
        collapsed = pages.collapse()
        large, grown = total("AnonHugePages"), total("Rss") - before
        pid = os.fork()
        if pid == 0:
            for number in range(0, len(filled) // page, 7):
                struct.pack_into("<I", filled, number * page, 0)
            os._exit(0)
        status = os.waitpid(pid, 0)[1]
        whole = all(struct.unpack_from("<I", filled, number * page)[0] == number + 1 for number in range(len(filled) // page))
        print(collapsed // 1024, large, grown, int(whole and status == 0), untouched[0])
        """;

    [Fact]
    public void WhatIsInMemoryMovesToLargePagesAndNothingElseChanges()
    {
        if (!File.Exists("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size") || Environment.OSVersion.Version < new Version(6, 1))
        {
            NativeTools.Missing("this kernel cannot move memory to large pages: that needs Linux 6.1");
        }

        var output = NativeTools.Succeed(DriverHarness.Python, ["-B", "-c", Program, DriverHarness.DriverFolder]);

        var values = output.Split().Where(word => word.Length > 0).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        values.Length.ShouldBe(5, output);
        values[0].ShouldBeGreaterThanOrEqualTo(28 << 10); // KiB: the filled 32 MiB but what is not a whole large page of it
        values[1].ShouldBeGreaterThanOrEqualTo(values[0] / 2); // the kernel's own account; another process may have split some
        values[2].ShouldBeLessThan(8 << 10); // untouched memory stays without memory
        values[3].ShouldBe(1); // a child's writes stay its own
        values[4].ShouldBe(0);
    }
}
