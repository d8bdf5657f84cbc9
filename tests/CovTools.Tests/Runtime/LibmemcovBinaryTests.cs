using System.Text.RegularExpressions;

namespace CovTools.Tests.Runtime;

public sealed partial class LibmemcovBinaryTests
{
    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void ItNeedsTheLibcovrtBesideItAndNothingElse(string architecture)
    {
        var text = NativeTools.Succeed(NativeTools.Require("readelf"), ["-W", "-d", "--dyn-syms", "-r", Library(architecture)]);

        Needed().Matches(text).Select(match => match.Groups[1].Value).ShouldBe(["libcovrt.so"]);
        text.ShouldContain("[$ORIGIN]");
        text.ShouldNotContain("GLIBC");
        text.ShouldNotContain("IRELATIV");
        Undefined().Matches(text).ShouldAllBe(match => match.Groups[1].Value.StartsWith("covrt_"));
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void ItExportsMemcovsInterfaceAndCallBacksOnly(string architecture)
    {
        var text = NativeTools.Succeed(NativeTools.Require("readelf"), ["-W", "--dyn-syms", Library(architecture)]);

        var header = File.ReadAllText(Path.Combine(NativeTools.RuntimeSources, "libmemcov", "memcov.h"));
        var declared = Declaration().Matches(header).Select(match => match.Groups[1].Value).ToList();
        declared.Count.ShouldBe(11);
        var exported = Defined().Matches(text).Select(match => match.Groups[1].Value).ToList();
        exported.Where(name => !name.StartsWith("__sanitizer_cov_", StringComparison.Ordinal)).ShouldBe(declared, ignoreOrder: true);
        exported.ShouldContain("__sanitizer_cov_trace_pc_guard_init");
        exported.ShouldContain("__sanitizer_cov_trace_switch");
    }

    private static string Library(string architecture) =>
        Path.Combine(Path.GetDirectoryName(architecture == "x64" ? Libcovrt.X64 : Libcovrt.Arm64)!, "libmemcov.so");

    [GeneratedRegex(@"\(NEEDED\) +Shared library: \[([^]]+)\]")]
    private static partial Regex Needed();

    [GeneratedRegex(@"DEFAULT +UND +([A-Za-z_0-9]+)")]
    private static partial Regex Undefined();

    [GeneratedRegex(@"GLOBAL +DEFAULT +[0-9]+ +([A-Za-z_0-9]+)")]
    private static partial Regex Defined();

    [GeneratedRegex(@"^[\w ]+[ *](mcov_\w+|(?:de)?serialize_mem_coverage)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
