using Xunit;

public class ProbeTests
{
    [Fact]
    public void TheLibraryIsUsed() => Assert.True(Probe.Run() >= 0);
}
