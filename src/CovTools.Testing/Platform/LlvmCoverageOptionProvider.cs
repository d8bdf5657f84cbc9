using Microsoft.Testing.Platform.CommandLine;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Extensions.CommandLine;

namespace CovTools.Testing.Platform;

/// <summary>The options of native coverage.</summary>
internal sealed class LlvmCoverageOptionProvider : ICommandLineOptionsProvider
{
    private static readonly CommandLineOption[] s_options =
    [
        new(OptionNames.Collect, "Collect LLVM coverage of the native libraries that the tests load", ArgumentArity.Zero, false),
        new(OptionNames.Results, "Folder of the merged result of all test projects of a run; default TestResults/native-coverage", ArgumentArity.ExactlyOne, false),
        new(OptionNames.Project, "Name of this test project in the result", ArgumentArity.ExactlyOne, false),
        new(OptionNames.Format, "A format to write the result in besides the profile and the table: cobertura, lcov, json …", ArgumentArity.OneOrMore, false),
        new(OptionNames.Ignore, "A pattern of source files that are not reported", ArgumentArity.OneOrMore, false),
        new(OptionNames.FailUnder, "A percentage that the merged result must reach, such as line=80: the program fails when it does not", ArgumentArity.OneOrMore, false),
    ];

    public string Uid => nameof(LlvmCoverageOptionProvider);

    public string Version => LlvmCoverageController.ExtensionVersion;

    public string DisplayName => LlvmCoverageController.Name;

    public string Description => LlvmCoverageController.About;

    public Task<bool> IsEnabledAsync() => Task.FromResult(true);

    public IReadOnlyCollection<CommandLineOption> GetCommandLineOptions() => s_options;

    public Task<ValidationResult> ValidateOptionArgumentsAsync(CommandLineOption commandOption, string[] arguments)
    {
        try
        {
            _ = commandOption.Name switch
            {
                OptionNames.Format => TestRunOptions.Parse(arguments, [], []),
                OptionNames.Ignore => TestRunOptions.Parse([], arguments, []),
                OptionNames.FailUnder => TestRunOptions.Parse([], [], arguments),
                _ => null,
            };
            return ValidationResult.ValidTask;
        }
        catch (TestingException exception)
        {
            return ValidationResult.InvalidTask(exception.Told.ToString());
        }
    }

    public Task<ValidationResult> ValidateCommandLineOptionsAsync(ICommandLineOptions commandLineOptions) =>
        commandLineOptions.IsOptionSet(OptionNames.Collect) || s_options.FirstOrDefault(option => commandLineOptions.IsOptionSet(option.Name)) is not { } alone
            ? ValidationResult.ValidTask
            : ValidationResult.InvalidTask($"--{alone.Name} needs --{OptionNames.Collect}");
}
