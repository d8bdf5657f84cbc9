using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>What the tests of every framework do: call the library in the same way, then end as PROBE_END says.</summary>
public static unsafe class Probe
{
    public static int Run()
    {
        var result = 0;
        foreach (var path in (Environment.GetEnvironmentVariable("PROBE") ?? Path.Combine(AppContext.BaseDirectory, "libprobe.so")).Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            result += Use(NativeLibrary.Load(path));
        }

        switch (Environment.GetEnvironmentVariable("PROBE_END"))
        {
            case "kill":
                kill(getpid(), 9);
                break;
            case "failfast":
                Environment.FailFast("as the test wants");
                break;
            case "crash":
                abort();
                break;
            case "hang":
                if (Environment.GetEnvironmentVariable("PROBE_MARK") is { } mark)
                {
                    File.WriteAllText(mark + ".new", Environment.ProcessId.ToString());
                    File.Move(mark + ".new", mark);
                }

                Thread.Sleep(Timeout.Infinite);
                break;
            case "wait":
                Thread.Sleep(4000);
                break;
        }

        return result;
    }

    private static int Use(IntPtr library)
    {
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, "end_slowly"))();
        var classify = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "classify");
        var total = classify(5) + classify(-3) + classify(0);
        total += ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "sum"))(10);
        if (Environment.GetEnvironmentVariable("PROBE_MORE") is not null)
        {
            total += ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "rarely"))(15);
        }

        return total;
    }

    [DllImport("libc")]
    private static extern void abort();

    [DllImport("libc")]
    private static extern int getpid();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
