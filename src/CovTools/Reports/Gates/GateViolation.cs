using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Something that a gate does not let pass.</summary>
/// <param name="Scope">What the gate holds for.</param>
/// <param name="Where">The file or directory; empty for totals and for a change.</param>
/// <param name="Kind">What is counted.</param>
/// <param name="Wanted">The least that would have been good enough, in percent.</param>
/// <param name="Found">What was found; nothing at all when there was nothing to cover.</param>
public readonly record struct GateViolation(GateScope Scope, string Where, MetricKind Kind, decimal Wanted, Metric Found)
{
    /// <summary>One line for a person, such as <c>src/a.c: line 71.42% (5 of 7), wanted 80%</c>.</summary>
    public override string ToString()
    {
        var place = Scope switch
        {
            GateScope.Total => "total",
            GateScope.Change => "changed lines",
            GateScope.Directory => $"directory {Where}",
            _ => Where,
        };
        var found = Found.Total == 0 ? "nothing to cover" : string.Create(CultureInfo.InvariantCulture, $"{PercentText.Of(Found)}% ({Found.Covered} of {Found.Total})");
        return string.Create(CultureInfo.InvariantCulture, $"{place}: {Kind.Name()} {found}, wanted {Wanted:0.####}%");
    }
}
