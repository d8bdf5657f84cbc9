using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CovTools.Collection;
using CovTools.Execution;

namespace CovTools.Cli.Run;

/// <summary>The options of <c>run</c>, but for those of the corpus.</summary>
internal sealed class RunOptions
{
    /// <summary>The spelling under which users of the Universal DLL Coverage Collector know the library; it implies a container, as there.</summary>
    public const string KnownLibraryFlag = "--dll";

    public Argument<string?> Corpus { get; } = new("CORPUS")
    {
        Description = "Folder of scripts; its top-level folders are groups",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Target { get; } = new("--target") { Description = "The same as CORPUS", Hidden = true };

    public Option<string?> Library { get; } = new("--library", KnownLibraryFlag) { Description = "Library under test: torch, tf, tvm, torch-ops, tinytensor", HelpName = "NAME" };

    public Option<string?> LibraryFile { get; } = new("--library-file") { Description = "Library file (JSON) of a library of your own", HelpName = "FILE" };

    public Option<string?> LibraryVersion { get; } = new("--library-version", "--ver") { Description = "Version of the library; part of the image's name", HelpName = "V" };

    public Option<HostKind?> Host { get; } = new("--host") { Description = "Where scripts run (default: local)", HelpName = "local|docker", CustomParser = result => Choice<HostKind>(result) };

    public Option<string?> Image { get; } = new("--image") { Description = "Container image instead of the library's", HelpName = "IMAGE" };

    public Option<string> Baseline { get; } = new("--baseline") { Description = "Label of the fuzzer that made the corpus", HelpName = "NAME", Required = true };

    public Option<int?> Trial { get; } = Positive(new Option<int?>("--trial") { Description = "Number of the repetition", HelpName = "N" });

    public Option<int?> Jobs { get; } = Positive(new Option<int?>("--jobs", "-j", "--num_parallel", "--num-parallel") { Description = "Workers (default: processors)", HelpName = "N" });

    public Option<double> Timeout { get; } = PositiveNumber(new Option<double>("--timeout") { Description = "Seconds that a script may take", HelpName = "S", DefaultValueFactory = _ => 10 });

    public Option<string> Memory { get; } = Size(new Option<string>("--memory") { Description = "Memory that a script may use beyond what the import took; 0: unlimited", HelpName = "BYTES", DefaultValueFactory = _ => "4G" });

    public Option<string> FileSize { get; } = Size(new Option<string>("--file-size") { Description = "Largest file that a script may write; 0: unlimited", HelpName = "BYTES", DefaultValueFactory = _ => "1G" });

    public Option<CaptureKind> Capture { get; } = new("--capture") { Description = "How counters leave a script's process (default: auto)", HelpName = "auto|memory|profraw", CustomParser = Choice<CaptureKind> };

    public Option<IsolationKind> Isolation { get; } = new("--isolation") { Description = "What keeps scripts apart (default: auto)", HelpName = "auto|fork|process", CustomParser = Choice<IsolationKind> };

    public Option<string?> Python { get; } = new("--python") { Description = "Interpreter instead of the library's (python3)", HelpName = "PATH" };

    public Option<string?> ContainerMemory { get; } = OptionalSize(new Option<string?>("--container-memory") { Description = "Memory of the whole container; 0: unlimited (default: --memory for each worker and 4G)", HelpName = "BYTES" });

    public Option<int> ContainerPids { get; } = new("--container-pids") { Description = "Processes and threads in the container; 0: unlimited", HelpName = "N", DefaultValueFactory = _ => new ContainerLimits().Pids };

    public Option<string> ContainerNetwork { get; } = new("--container-network") { Description = "Network of the container", HelpName = "NAME", DefaultValueFactory = _ => new ContainerLimits().Network };

    public Option<string?> ContainerUser { get; } = new("--container-user") { Description = "User in the container (default: the image's, or an unprivileged one where that is root)", HelpName = "USER" };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "Folder for results and the run store", HelpName = "DIR", DefaultValueFactory = _ => "_result" };

    public Option<bool> NoCache { get; } = new("--no-cache") { Description = "Decode coverage mappings anew, and keep none for the next time" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document" };

    public Option<bool> NoProgress { get; } = new("--no-progress") { Description = "No progress on standard error" };

    public void AddTo(Command command)
    {
        command.Add(Corpus);
        foreach (var option in new Option[]
        {
            Target, Library, LibraryFile, LibraryVersion, Host, Image, Baseline, Trial, Jobs, Timeout, Memory, FileSize, Capture, Isolation, Python,
            ContainerMemory, ContainerPids, ContainerNetwork, ContainerUser, Output, NoCache, Json, NoProgress,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>One of the words of an enumeration, and no number.</summary>
    private static T Choice<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var given = result.Tokens[^1].Value;
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (words.IndexOf(given) is >= 0 and var index)
        {
            return Enum.GetValues<T>()[index];
        }

        result.AddError($"{(result.Parent as OptionResult)?.IdentifierToken?.Value}: '{given}' is none of {string.Join(", ", words)}");
        return default;
    }

    private static Option<int?> Positive(Option<int?> option)
    {
        option.Validators.Add(result => Require(result, result.GetValueOrDefault<int?>() is null or > 0, "a whole number above 0"));
        return option;
    }

    private static Option<double> PositiveNumber(Option<double> option)
    {
        option.Validators.Add(result => Require(result, result.GetValueOrDefault<double>() is > 0 and < 1e9, "a number of seconds above 0"));
        return option;
    }

    private static Option<string> Size(Option<string> option)
    {
        option.Validators.Add(result => Require(result, ByteSize.TryParse(result.GetValueOrDefault<string>() ?? "", out _), "a size such as 4294967296, 512M or 4G"));
        return option;
    }

    private static Option<string?> OptionalSize(Option<string?> option)
    {
        option.Validators.Add(result => Require(result, ByteSize.TryParse(result.GetValueOrDefault<string?>() ?? "", out _), "a size such as 4294967296, 512M or 4G"));
        return option;
    }

    private static void Require(OptionResult result, bool valid, string what)
    {
        if (!valid)
        {
            var given = string.Join(' ', result.Tokens.Select(token => token.Value));
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{result.IdentifierToken?.Value}: '{given}' is not {what}"));
        }
    }
}
