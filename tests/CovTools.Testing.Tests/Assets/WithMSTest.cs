using Microsoft.VisualStudio.TestTools.UnitTesting;

[TestClass]
public class ProbeTests
{
    [TestMethod]
    public void TheLibraryIsUsed() => Assert.IsTrue(Probe.Run() >= 0);
}
