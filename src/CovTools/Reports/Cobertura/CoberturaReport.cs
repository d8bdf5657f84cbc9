using System.Globalization;
using System.Text;
using System.Xml;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Writes Cobertura's XML (coverage-04.dtd) in UTF-8: a package per directory, a class per file, its functions as methods. Totals and rates are sums over the
/// lines that are listed. Files are computed twice, since the totals stand in front of them; memory depends on the largest file.
/// </summary>
public static class CoberturaReport
{
    private const string DocumentType = "http://cobertura.sourceforge.net/xml/coverage-04.dtd";

    /// <summary>Writes a report.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="report">What to write.</param>
    /// <param name="options">What else to say.</param>
    public static void Write(Stream stream, CoverageReport report, CoberturaOptions? options = null)
    {
        options ??= new CoberturaOptions();
        Write(stream, new ReportedFiles(report, options.PathMaps), options);
    }

    /// <summary>Writes files; each is asked for twice.</summary>
    internal static void Write(Stream stream, IReadOnlyList<ReportedFile> files, CoberturaOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var sources = new SourceFolders(options.Sources);
        var packages = Packages(files, sources);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n" });
        xml.WriteStartDocument();
        xml.WriteDocType("coverage", null, DocumentType, null);
        xml.WriteComment($" metric: {ReportedSummary.LlvmMetric} ");
        xml.WriteStartElement("coverage");
        var lines = Sum(packages, static package => package.Lines);
        var branches = Sum(packages, static package => package.Branches);
        CoberturaElements.WriteRates(xml, lines, branches);
        WriteNumber(xml, "lines-covered", lines.Covered);
        WriteNumber(xml, "lines-valid", lines.Total);
        WriteNumber(xml, "branches-covered", branches.Covered);
        WriteNumber(xml, "branches-valid", branches.Total);
        xml.WriteAttributeString("version", "CovTools");
        WriteNumber(xml, "timestamp", options.Timestamp?.ToUnixTimeSeconds() ?? 0);
        WriteSources(xml, sources);
        xml.WriteStartElement("packages");
        foreach (var package in packages)
        {
            WritePackage(xml, package, files, sources, options.Demangle);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static List<CoberturaPackage> Packages(IReadOnlyList<ReportedFile> files, SourceFolders sources)
    {
        var packages = new SortedDictionary<string, CoberturaPackage>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            var name = PathParts.DirectoryOf(sources.Relative(file.Path));
            if (!packages.TryGetValue(name, out var package))
            {
                packages.Add(name, package = new CoberturaPackage(name));
            }

            package.Add(i, file.LineTotals, file.BranchTotals);
        }

        return [.. packages.Values];
    }

    private static void WriteSources(XmlWriter xml, SourceFolders sources)
    {
        // Readers such as gcovr want one to be there.
        xml.WriteStartElement("sources");
        foreach (var folder in sources.Folders.Count == 0 ? [PathParts.Here] : sources.Folders)
        {
            xml.WriteElementString("source", XmlText.Valid(folder));
        }

        xml.WriteEndElement();
    }

    private static void WritePackage(XmlWriter xml, CoberturaPackage package, IReadOnlyList<ReportedFile> files, SourceFolders sources, Func<string, string>? demangle)
    {
        xml.WriteStartElement("package");
        xml.WriteAttributeString("name", XmlText.Valid(package.Name));
        CoberturaElements.WriteRates(xml, package.Lines, package.Branches);
        xml.WriteStartElement("classes");
        foreach (var index in package.Files)
        {
            var file = files[index];
            CoberturaElements.WriteClass(xml, file, sources.Relative(file.Path), demangle);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteNumber(XmlWriter xml, string name, long value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    private static Metric Sum(List<CoberturaPackage> packages, Func<CoberturaPackage, Metric> value) =>
        packages.Aggregate(default(Metric), (sum, package) => sum + value(package));
}
