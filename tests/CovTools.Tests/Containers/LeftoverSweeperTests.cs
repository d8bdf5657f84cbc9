using System.Diagnostics;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
public sealed class LeftoverSweeperTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnlyOursAndOnlyThoseOfTheDeadAreRemoved()
    {
        using var engine = await TestEngine.ConnectAsync();
        var dead = await DeadProcessAsync();
        var elsewhere = dead with { Machine = "another-machine/0123456789abcdef" };
        var run = TestEngine.NewRun();
        var labelOfOthers = new Dictionary<string, string> { [ContainerLabels.Pid] = "1", ["their.label"] = run };
        var orphan = await CreateAsync(engine, run, dead, start: true);
        var orphanedVolume = await new ContainerLauncher(engine, run, dead).CreateVolumeAsync();
        var living = await CreateAsync(engine, run, ProcessIdentity.Current(), start: true);
        var remote = await CreateAsync(engine, run, elsewhere, start: false);
        var foreign = (await engine.CreateAsync($"covtools-{run}-foreign", TestEngine.Shell("true") with { Labels = labelOfOthers }, Cancellation)).Id;
        try
        {
            var removed = await new LeftoverSweeper(engine).SweepAsync(Cancellation);

            removed.ShouldContain(orphan.Name);
            removed.ShouldContain(orphanedVolume);
            (await engine.InspectAsync(orphan.Id, Cancellation)).ShouldBeNull();
            (await engine.ListVolumesAsync(ContainerLabels.Run, Cancellation)).ShouldNotContain(volume => volume.Name == orphanedVolume);
            (await engine.InspectAsync(living.Id, Cancellation))!.Running.ShouldBeTrue();
            (await engine.InspectAsync(remote.Id, Cancellation)).ShouldNotBeNull();
            (await engine.InspectAsync(foreign, Cancellation)).ShouldNotBeNull();
        }
        finally
        {
            foreach (var id in new[] { living.Id, remote.Id, foreign })
            {
                await engine.RemoveAsync(id, CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task VolumeInUseBySomebodyElseStays()
    {
        using var engine = await TestEngine.ConnectAsync();
        var run = TestEngine.NewRun();
        var volume = await new ContainerLauncher(engine, run, await DeadProcessAsync()).CreateVolumeAsync();
        var user = await engine.CreateAsync(
            $"other-{run}",
            TestEngine.Shell("true") with { Mounts = [ContainerMount.Volume(volume, "/v", readOnly: true)] },
            Cancellation);

        var removed = await new LeftoverSweeper(engine).SweepAsync(Cancellation);
        await engine.RemoveAsync(user.Id, Cancellation);
        var removedLater = await engine.RemoveVolumeAsync(volume, Cancellation);

        removed.ShouldNotContain(volume);
        removedLater.ShouldBeTrue();
    }

    private static async Task<ProcessIdentity> DeadProcessAsync()
    {
        using var process = Process.Start("sleep", "100")!;
        var identity = ProcessIdentity.Find(process.Id)!;
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        return identity;
    }

    private static async Task<(string Name, string Id)> CreateAsync(IContainerEngine engine, string run, ProcessIdentity owner, bool start)
    {
        var (name, created) = await new ContainerLauncher(engine, run, owner).CreateAsync(TestEngine.Shell("sleep 1000"));
        if (start)
        {
            await engine.StartAsync(created.Id, Cancellation);
        }

        return (name, created.Id);
    }
}
