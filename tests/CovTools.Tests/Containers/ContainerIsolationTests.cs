using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
public sealed class ContainerIsolationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThereIsNoNetworkButLoopback()
        => (await RunAsync("ls /sys/class/net")).ShouldBe("lo\n");

    [Fact]
    public async Task ReadOnlyBindMountCanBeReadAndNotWritten()
    {
        var directory = Directory.CreateTempSubdirectory("covtools-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "a.py"), "content", Cancellation);

        var text = await RunAsync(
            "cat /corpus/a.py; touch /corpus/b.py 2>/dev/null || echo -refused",
            specification => specification with { Mounts = [ContainerMount.Bind(directory, "/corpus", readOnly: true)] });

        text.ShouldBe("content-refused\n");
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task TmpfsIsWritableByEverybodyExecutableAndLimited()
    {
        var text = await RunAsync(
            "cd /scratch && printf '#!/bin/sh\\necho runs\\n' > p && chmod +x p && ./p; head -c 3000000 /dev/zero > big 2>/dev/null || echo full",
            specification => specification with
            {
                User = "1234:1234",
                ReadOnlyRoot = true,
                Mounts = [ContainerMount.Tmpfs("/scratch", 2 << 20)],
            });

        text.ShouldBe("runs\nfull\n");
    }

    [Fact]
    public async Task RootHasNoCapabilitiesAndGainsNone()
        => (await RunAsync("grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status | tr -d '\\t '"))
            .ShouldBe("CapPrm:0000000000000000\nCapEff:0000000000000000\nCapBnd:0000000000000000\nNoNewPrivs:1\n");

    [Fact]
    public async Task UserIsTheOneThatWasAskedFor()
        => (await RunAsync("id -u; id -g", specification => specification with { User = "1234:4321" })).ShouldBe("1234\n4321\n");

    [Fact]
    public async Task NumberOfProcessesIsLimited()
        => (await RunAsync(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 30 & done; echo all",
            specification => specification with { PidsLimit = 8 })).ShouldNotContain("all");

    [Fact]
    public async Task OrphansAreReaped()
        => (await RunAsync("(sleep 0.1 &) ; (sleep 0.1 &) ; sleep 0.5; cat /proc/[0-9]*/stat | grep -c ' Z ' || true")).ShouldBe("0\n");

    [Fact]
    public async Task NoCoreDumpsAreWritten()
        => (await RunAsync("ulimit -c; ulimit -Hc")).ShouldBe("0\n0\n");

    [Fact]
    public async Task SharedMemoryHasTheSizeThatWasAskedFor()
        => (await RunAsync("df -k --output=size /dev/shm | tail -n 1 | tr -d ' '", specification => specification with { SharedMemoryBytes = 200 << 20 }))
            .ShouldBe("204800\n");

    [Fact]
    public async Task EnvironmentAndWorkingDirectoryAreSet()
        => (await RunAsync(
            "echo $ONE; pwd",
            specification => specification with
            {
                Environment = new Dictionary<string, string> { ["ONE"] = "a b=c" },
                WorkingDirectory = "/usr/lib",
            })).ShouldBe("a b=c\n/usr/lib\n");

    private static async Task<string> RunAsync(string script, Func<ContainerSpecification, ContainerSpecification>? change = null)
    {
        using var engine = await TestEngine.ConnectAsync();
        var launch = TestEngine.Launch(script, new TestOutput());
        launch = launch with { Specification = change?.Invoke(launch.Specification) ?? launch.Specification };
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(launch, Cancellation);
        using var reader = new StreamReader(session.Output);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
