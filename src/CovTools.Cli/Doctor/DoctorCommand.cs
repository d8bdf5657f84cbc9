using System.CommandLine;
using CovTools.Collection;
using CovTools.Containers;
using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Cli.Doctor;

/// <summary>The verb <c>doctor</c>.</summary>
internal static class DoctorCommand
{
    private const string Help = """
        Say whether this machine or a container image is fit: what is instrumented and by which LLVM, which capture it can have, and what would be lost. Small scripts that crash, are killed and take too
        long are run to find out.

        Example:
          dotnet cov-collect doctor covtools/tinytensor --library tinytensor
        """;

    public static Command Create()
    {
        var image = new Argument<string?>("IMAGE") { Description = "Container image (default: this machine)", Arity = ArgumentArity.ZeroOrOne };
        var library = new Option<string?>("--library") { Description = "Library whose import is probed, by name or by its library file", HelpName = "NAME|FILE" };
        var version = new Option<string?>("--library-version") { Description = "Its version", HelpName = "VERSION" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document" };
        var command = new Command("doctor", Help) { image, library, version, json, new Option<bool>("--no-progress") { Description = "No progress on standard error" } };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = parsed.GetValue(library) is { } name ? Library(name, parsed.GetValue(version)) : null;
            var diagnosis = await DiagnoseAsync(chosen, parsed.GetValue(image), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                using var output = Console.OpenStandardOutput();
                DiagnosisJson.Write(diagnosis, output);
            }
            else
            {
                DiagnosisText.Write(diagnosis, Console.Out);
            }

            return (int)diagnosis.Code;
        });
        return command;
    }

    private static LibraryFile Library(string name, string? version) =>
        name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal) ? LibraryCatalog.ReadFile(name, version) : LibraryCatalog.Get(name, version);

    private static async Task<Diagnosis> DiagnoseAsync(LibraryFile? library, string? image, CancellationToken cancellationToken)
    {
        var machine = Machine.Probe();
        try
        {
            var host = image is null ? HostKind.Local : HostKind.Docker;

            // Without a library the interpreter alone is probed.
            var probed = library ?? new LibraryFile { Name = "python", Modules = ["sys"] };
            return new Diagnosis(machine, library, await HostProbe.RunAsync(probed, host, image, cancellationToken).ConfigureAwait(false), "");
        }
        catch (Exception exception) when (exception is EnvironmentIncompleteException or DriverException or ContainerEngineException)
        {
            return new Diagnosis(machine, library, null, exception.Message);
        }
    }
}
