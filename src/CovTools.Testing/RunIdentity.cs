namespace CovTools.Testing;

/// <summary>Tells which test programs belong to one run.</summary>
public static class RunIdentity
{
    /// <summary>Environment variable that names the run: commands that have the same value add to one result.</summary>
    public const string Variable = "COVTOOLS_TEST_RUN";

    /// <summary>Option that <c>dotnet test</c> gives to each test program that it starts.</summary>
    private const string StartedByDotnetTest = "--dotnet-test-pipe";

    /// <summary>The run of a build that tests.</summary>
    /// <param name="given">What the build says; null or empty: nothing.</param>
    public static string OfBuild(string? given) => Named() ?? (given is { Length: > 0 } ? given : Guid.NewGuid().ToString("n"));

    /// <summary>The run of a test program: all that one <c>dotnet test</c> starts are one run, any other one is a run of its own.</summary>
    /// <param name="arguments">Its command line.</param>
    public static string OfTestProgram(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Named() ?? (arguments.Any(argument => argument.StartsWith(StartedByDotnetTest, StringComparison.Ordinal)) ? Parent() : null) ?? Guid.NewGuid().ToString("n");
    }

    private static string? Named() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    /// <summary>Number and start time of the parent; null where the system does not tell.</summary>
    private static string? Parent()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var parent = ProcessStat.Field("self", ProcessStat.Parent);
        return $"dotnet-test-{parent}-{ProcessStat.Field(parent, ProcessStat.Start)}";
    }
}
