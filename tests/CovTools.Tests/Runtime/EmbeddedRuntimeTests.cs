namespace CovTools.Tests.Runtime;

public sealed class EmbeddedRuntimeTests
{
    [Fact]
    public void TheCoreLibraryCarriesLibcovrtForThisMachine()
    {
        var name = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "runtime/linux-arm64/libcovrt.so"
            : "runtime/linux-x64/libcovrt.so";

        using var stream = typeof(MalformedDataException).Assembly.GetManifestResourceStream(name);

        stream.ShouldNotBeNull();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        bytes.AsSpan(0, 4).ToArray().ShouldBe("\u007fELF"u8.ToArray());
    }

    [Fact]
    public void WhereBothAreRequiredItCarriesBoth()
    {
        var names = typeof(MalformedDataException).Assembly.GetManifestResourceNames();

        if (!names.Contains("runtime/linux-arm64/libcovrt.so") || !names.Contains("runtime/linux-x64/libcovrt.so"))
        {
            NativeTools.Missing("one of the two libraries was left out of the build: no cross compiler");
        }
    }
}
