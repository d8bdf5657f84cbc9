using System.Globalization;
using System.Xml;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Classes, methods and lines of a Cobertura report.</summary>
internal static class CoberturaElements
{
    /// <summary>Rates between 0 and 1, rounded down; 1 where there is nothing to cover, as Cobertura has it. The complexity, which the format demands, is not known: 0.</summary>
    public static void WriteRates(XmlWriter xml, Metric lines, Metric branches)
    {
        xml.WriteAttributeString("line-rate", Rate(lines));
        xml.WriteAttributeString("branch-rate", Rate(branches));
        xml.WriteAttributeString("complexity", "0");
    }

    /// <summary>A file.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path as it is to be written.</param>
    /// <param name="demangle">What a mangled name is shown as.</param>
    public static void WriteClass(XmlWriter xml, ReportedFile file, string path, Func<string, string>? demangle)
    {
        xml.WriteStartElement("class");
        xml.WriteAttributeString("name", XmlText.Valid(PathParts.NameOf(path)));
        xml.WriteAttributeString("filename", XmlText.Valid(path));
        WriteRates(xml, file.LineTotals, file.BranchTotals);
        xml.WriteStartElement("methods");
        foreach (var function in file.Functions)
        {
            WriteMethod(xml, function, file.Lines, demangle);
        }

        xml.WriteEndElement();
        WriteLines(xml, file.Lines, 0, file.Lines.Count);
        xml.WriteEndElement();
    }

    private static void WriteMethod(XmlWriter xml, ReportedFunction function, IReadOnlyList<ReportedLine> lines, Func<string, string>? demangle)
    {
        var start = FirstAtOrAfter(lines, function.Line);
        var end = FirstAtOrAfter(lines, function.LastLine + 1UL);
        var (lineSum, branchSum) = (default(Metric), default(Metric));
        for (var i = start; i < end; i++)
        {
            lineSum += new Metric(lines[i].Count > 0 ? 1 : 0, 1);
            branchSum += lines[i].Branches;
        }

        xml.WriteStartElement("method");
        xml.WriteAttributeString("name", XmlText.Valid(demangle is null ? function.Name : demangle(function.Name)));
        xml.WriteAttributeString("signature", "");
        WriteRates(xml, lineSum, branchSum);
        WriteLines(xml, lines, start, end);
        xml.WriteEndElement();
    }

    private static void WriteLines(XmlWriter xml, IReadOnlyList<ReportedLine> lines, int start, int end)
    {
        xml.WriteStartElement("lines");
        for (var i = start; i < end; i++)
        {
            WriteLine(xml, lines[i]);
        }

        xml.WriteEndElement();
    }

    private static void WriteLine(XmlWriter xml, in ReportedLine line)
    {
        xml.WriteStartElement("line");
        xml.WriteAttributeString("number", line.Line.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hits", Math.Min(line.Count, long.MaxValue).ToString(CultureInfo.InvariantCulture));
        var branches = line.Branches;
        if (branches.Total > 0)
        {
            xml.WriteAttributeString("branch", "true");
            xml.WriteAttributeString("condition-coverage", string.Create(CultureInfo.InvariantCulture, $"{PercentText.Of(branches, 0)}% ({branches.Covered}/{branches.Total})"));
            WriteConditions(xml, line.Conditions.Span);
        }
        else
        {
            xml.WriteAttributeString("branch", "false");
        }

        xml.WriteEndElement();
    }

    private static void WriteConditions(XmlWriter xml, ReadOnlySpan<LineCondition> conditions)
    {
        xml.WriteStartElement("conditions");
        for (var i = 0; i < conditions.Length; i++)
        {
            xml.WriteStartElement("condition");
            xml.WriteAttributeString("number", i.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("type", "jump");
            xml.WriteAttributeString("coverage", PercentText.Of(conditions[i].Outcomes, 0) + "%");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Rate(Metric metric) => metric.Total == 0 ? "1" : (Math.Floor(PercentText.Value(metric) * 10000) / 1000000).ToString("0.######", CultureInfo.InvariantCulture);

    private static int FirstAtOrAfter(IReadOnlyList<ReportedLine> lines, ulong line)
    {
        var (low, high) = (0, lines.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = lines[middle].Line < line ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
