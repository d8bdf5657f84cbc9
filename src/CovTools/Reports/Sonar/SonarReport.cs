using System.Globalization;
using System.Text;
using System.Xml;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Writes SonarQube's generic coverage XML (version 1) in UTF-8. Memory depends on the largest file.</summary>
public static class SonarReport
{
    /// <summary>Writes a report.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="report">What to write.</param>
    /// <param name="pathMaps">Applied to the paths; SonarQube wants those of its own sources, relative to the project.</param>
    public static void Write(Stream stream, CoverageReport report, PathMapSet? pathMaps = null) => Write(stream, new ReportedFiles(report, pathMaps));

    /// <summary>Writes files.</summary>
    internal static void Write(Stream stream, IEnumerable<ReportedFile> files)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n" });
        xml.WriteStartDocument();
        xml.WriteComment($" metric: {ReportedSummary.LlvmMetric} ");
        xml.WriteStartElement("coverage");
        xml.WriteAttributeString("version", "1");
        foreach (var file in files)
        {
            xml.WriteStartElement("file");
            xml.WriteAttributeString("path", XmlText.Valid(file.Path));
            foreach (var line in file.Lines)
            {
                WriteLine(xml, line);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteLine(XmlWriter xml, in ReportedLine line)
    {
        xml.WriteStartElement("lineToCover");
        xml.WriteAttributeString("lineNumber", line.Line.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("covered", line.Count > 0 ? "true" : "false");
        var branches = line.Branches;
        if (branches.Total > 0)
        {
            xml.WriteAttributeString("branchesToCover", branches.Total.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("coveredBranches", branches.Covered.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteEndElement();
    }
}
