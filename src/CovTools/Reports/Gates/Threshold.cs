using System.Globalization;

namespace CovTools.Reports;

/// <summary>A percentage that must be reached.</summary>
/// <param name="Scope">What it holds for.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Percent">The least that is good enough, 0 to 100.</param>
public readonly record struct Threshold(GateScope Scope, MetricKind Kind, decimal Percent)
{
    private const string Expected = "[file:|dir:|change:]METRIC=PERCENT is expected, as line=80 or file:branch=50";

    /// <summary>Reads <c>line=80</c>, <c>file:branch=50.5</c>, <c>dir:function=100%</c> or <c>change:line=90</c>.</summary>
    /// <exception cref="UsageException">It is none of these; the message says why.</exception>
    public static Threshold Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw new UsageException($"invalid threshold '{text}': {Expected}");
        }

        var name = text[..equals];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var scope = colon < 0 ? GateScope.Total : ParseScope(text, name[..colon]);
        var metric = name[(colon + 1)..];
        var kind = MetricKinds.Find(metric)
            ?? throw new UsageException($"invalid threshold '{text}': '{metric}' is no metric; there are {string.Join(", ", MetricKinds.All.Select(static kind => kind.Name()))}");
        if (scope == GateScope.Change && kind != MetricKind.Line)
        {
            throw new UsageException($"invalid threshold '{text}': of a change only lines are counted, as in change:line=80");
        }

        return new Threshold(scope, kind, ParsePercent(text, text[(equals + 1)..]));
    }

    /// <summary>Reads several; each scope and metric may be there once.</summary>
    /// <exception cref="UsageException">One is invalid, or two are for the same thing.</exception>
    public static IReadOnlyList<Threshold> ParseAll(IEnumerable<string> texts)
    {
        var thresholds = texts.Select(Parse).ToList();
        foreach (var same in thresholds.GroupBy(static threshold => (threshold.Scope, threshold.Kind)))
        {
            if (same.Count() > 1)
            {
                throw new UsageException($"several thresholds for the same metric: {string.Join(", ", same)}");
            }
        }

        return thresholds;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{Prefix(Scope)}{Kind.Name()}={Percent.ToString(CultureInfo.InvariantCulture)}";

    private static GateScope ParseScope(string text, string prefix) => prefix switch
    {
        "total" => GateScope.Total,
        "file" => GateScope.File,
        "dir" => GateScope.Directory,
        "change" => GateScope.Change,
        _ => throw new UsageException($"invalid threshold '{text}': '{prefix}' is unknown; {Expected}"),
    };

    private static string Prefix(GateScope scope) => scope switch
    {
        GateScope.File => "file:",
        GateScope.Directory => "dir:",
        GateScope.Change => "change:",
        _ => "",
    };

    private static decimal ParsePercent(string text, string number)
    {
        var digits = number.EndsWith('%') ? number[..^1] : number;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
            ? percent
            : throw new UsageException($"invalid threshold '{text}': '{number}' is no percentage from 0 to 100");
    }
}
