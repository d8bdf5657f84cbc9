using System.Globalization;
using System.Text;

namespace CovTools.Tests.Driver;

/// <summary>What the comment at the head of a script of tests/Fixtures/driver/scripts says about its end: lines "# word: value".
/// outcome; exit; signal; exception; output (least bytes); tail, notail (text in the output or not); hits (same: equal to those of a fresh process,
/// the default; similar: the same counters, other values; none: no counters); llvm (no: LLVM's runtime cannot be the reference); gone (a process
/// with this name must not be left).</summary>
internal sealed class ScriptExpectation
{
    private readonly ILookup<string, string> _values;

    public ScriptExpectation(string file)
    {
        _values = File.ReadLines(file, Encoding.Latin1)
            .TakeWhile(line => line.StartsWith('#'))
            .Select(line => line[1..].Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1]);
        Outcome = _values["outcome"].Single();
    }

    public string Outcome { get; }

    public string Hits => _values["hits"].SingleOrDefault() ?? "same";

    public string? Gone => _values["gone"].SingleOrDefault();

    /// <summary>Gets whether LLVM's own runtime writes the counters of this script in full.</summary>
    public bool HasReference => Hits == "same" && !_values["llvm"].Contains("no") && Outcome is ("ok" or "exception" or "exit");

    public void Check(DriverMessage message)
    {
        message.Event.ShouldBe("done", message.ToString());
        message.Outcome.ShouldBe(Outcome, message.ToString());
        message.Flag("lost").ShouldBeFalse(message.ToString());
        message.Text("exception").ShouldBe(_values["exception"].SingleOrDefault(), message.ToString());
        CheckNumber(message, "exit");
        CheckNumber(message, "signal");
        foreach (var text in _values["tail"])
        {
            message.Tail.ShouldContain(text);
        }

        foreach (var text in _values["notail"])
        {
            message.Tail.ShouldNotContain(text);
        }

        foreach (var text in _values["output"])
        {
            message.Number("output").GetValueOrDefault().ShouldBeGreaterThan(long.Parse(text, CultureInfo.InvariantCulture));
        }
    }

    private void CheckNumber(DriverMessage message, string name)
    {
        foreach (var text in _values[name])
        {
            message.Number(name).ShouldBe(long.Parse(text, CultureInfo.InvariantCulture), message.ToString());
        }
    }
}
