using System.Text.Json;
using CovTools.Coverage;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Coverage;

/// <summary>llvm-profdata and llvm-cov of one release: the oracle.</summary>
internal sealed class LlvmTools
{
    private readonly string _profdata;
    private readonly string _cov;

    private LlvmTools(int major)
    {
        Major = major;
        _profdata = $"/usr/bin/llvm-profdata-{major}";
        _cov = $"/usr/bin/llvm-cov-{major}";
    }

    public int Major { get; }

    public static LlvmTools Require(int major)
    {
        var tools = new LlvmTools(major);
        ToolRunner.Require(tools._profdata, tools._cov);
        return tools;
    }

    /// <summary>Raw profiles merged, as text.</summary>
    public TextCounters Merge(IEnumerable<string> profiles) => TextCounters.Parse(ToolRunner.Run(_profdata, ["merge", "-text", "-o", "-", .. profiles]));

    /// <summary>What llvm-cov says about objects and a profile.</summary>
    public CoverageSummary Summarize(TextCounters profile, IEnumerable<string> objects, params string[] options)
    {
        return Parse(Cov(profile, ["export", "-summary-only", .. options, .. objects.SelectMany(file => new[] { "-object", file })]));
    }

    /// <summary>Output of llvm-cov for a profile.</summary>
    public string Cov(TextCounters profile, IEnumerable<string> arguments)
    {
        var directory = Toolchain.Scratch();
        var text = Path.Combine(directory, "profile.proftext");
        var indexed = Path.Combine(directory, "profile.profdata");
        File.WriteAllText(text, profile.ToString());
        ToolRunner.Run(_profdata, ["merge", "-o", indexed, text]);
        var output = ToolRunner.Run(_cov, [.. arguments, "-instr-profile", indexed]);
        Directory.Delete(directory, recursive: true);
        return output;
    }

    private static CoverageSummary Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var data = document.RootElement.GetProperty("data")[0];
        var files = data.GetProperty("files").EnumerateArray().Select(file => new FileSummary(file.GetProperty("filename").GetString()!, Totals(file.GetProperty("summary")))).ToList();
        return new CoverageSummary(files, Totals(data.GetProperty("totals")), 0, 0);
    }

    private static CoverageTotals Totals(JsonElement summary)
    {
        Metric Of(string name) => new(summary.GetProperty(name).GetProperty("covered").GetInt64(), summary.GetProperty(name).GetProperty("count").GetInt64());
        var mcdc = summary.TryGetProperty("mcdc", out _) ? Of("mcdc") : default;
        return new CoverageTotals(Of("regions"), Of("functions"), Of("instantiations"), Of("lines"), Of("branches"), mcdc);
    }
}
