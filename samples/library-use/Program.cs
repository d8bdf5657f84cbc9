using System.Globalization;
using CovTools;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: library-use BINARY PROFILE-OR-FOLDER OUTDIR");
    return (int)ExitCode.Usage;
}

var (binary, profiles, output) = (args[0], args[1], Directory.CreateDirectory(args[2]).FullName);
try
{
    // Merge: a bad file costs that file, and is told.
    var merged = ProfileMerge.Run(InputList.Expand(profiles), new MergeOptions());
    foreach (var input in merged.Inputs.Where(input => input.Status != InputStatus.Merged))
    {
        Console.Error.WriteLine($"{input.Name}: {input.Reason}");
    }

    var profile = Path.Combine(output, "merged.profdata");
    ReplacedFile.Write(profile, stream => IndexedProfileWriter.Write(merged.Profile, stream));

    // Combine it with what the binary says about its source.
    using var program = new FileByteSource(binary);
    using var objects = ObjectFiles.Open(program);
    using var counters = new FileByteSource(profile);
    var mapping = CoverageMapping.Load([.. objects.Files.Select(MappingSections.Read)]);
    var report = CoverageReport.Create(mapping, new IndexedProfileTable(counters));

    // Report.
    ReplacedFile.Write(Path.Combine(output, "coverage.json"), stream => LlvmJsonReport.WriteSummary(stream, report.Summary, report.Options.Release));
    ReplacedFile.Write(Path.Combine(output, "coverage.xml"), stream => CoberturaReport.Write(stream, report, new CoberturaOptions()));
    foreach (var file in report.Summary.Files)
    {
        var lines = file.Totals.Lines;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)}: {lines.Covered} of {lines.Total} lines"));
    }

    // Gate.
    var violations = ThresholdGate.Check(ReportedSummary.From(report), Threshold.ParseAll(["line=50"]));
    foreach (var violation in violations)
    {
        Console.Error.WriteLine(violation);
    }

    return (int)(violations.Count > 0 ? ExitCode.Threshold : ExitCode.Complete);
}
catch (Exception exception) when (exception is MalformedDataException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return (int)ExitCode.Failed;
}
