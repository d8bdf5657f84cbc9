using System.Diagnostics;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void ThisProcessIsAlive()
    {
        var identity = ProcessIdentity.Current();

        identity.Pid.ShouldBe(Environment.ProcessId);
        identity.Check().ShouldBe(ProcessLiveness.Alive);
    }

    [Fact]
    public async Task ProcessIsDeadAfterItsEnd()
    {
        using var process = Process.Start("sleep", "100")!;
        var identity = ProcessIdentity.Find(process.Id)!;

        var before = identity.Check();
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        before.ShouldBe(ProcessLiveness.Alive);
        identity.Check().ShouldBe(ProcessLiveness.Dead);
        ProcessIdentity.Find(process.Id).ShouldBeNull();
    }

    [Fact]
    public void ReusedNumberIsAnotherProcess()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the form of the start differs elsewhere");
        var identity = ProcessIdentity.Current();

        (identity with { Started = identity.Started + "1" }).Check().ShouldBe(ProcessLiveness.Dead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("linux:a:b")]
    public void UnreadableStartIsUnknown(string started)
        => (ProcessIdentity.Current() with { Started = started }).Check().ShouldBe(ProcessLiveness.Unknown);

    [Fact]
    public void OtherMachineAndOtherNamespaceAreUnknown()
    {
        var identity = ProcessIdentity.Current();
        var parts = identity.Started.Split(':');
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are no process namespaces elsewhere");

        (identity with { Machine = "x" }).Check().ShouldBe(ProcessLiveness.Unknown);
        (identity with { Started = $"{parts[0]}:{parts[1]}:1:{parts[3]}" }).Check().ShouldBe(ProcessLiveness.Unknown);
    }

    [Fact]
    public void LabelsGiveTheOwnerBack()
    {
        var owner = ProcessIdentity.Current();
        var labels = new Dictionary<string, string>(ContainerLabels.For("run", owner));

        ContainerLabels.FindOwner(labels).ShouldBe(owner);
        foreach (var label in labels.Keys)
        {
            ContainerLabels.FindOwner(labels.Where(pair => pair.Key != label).ToDictionary()).ShouldBeNull();
        }
    }
}
