using NUnit.Framework;

public class ProbeTests
{
    [Test]
    public void TheLibraryIsUsed() => Assert.That(Probe.Run(), Is.GreaterThanOrEqualTo(0));
}
