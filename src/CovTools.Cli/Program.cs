using System.CommandLine;
using CovTools;
using CovTools.Cli;

var root = new RootCommand("Runs corpora of scripts under LLVM coverage.");
root.Subcommands.Add(BucketCommand.Create());
var result = root.Parse(args);
if (result.Errors.Count > 0)
{
    foreach (var error in result.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
    }

    return (int)ExitCode.Usage;
}

try
{
    return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
}
catch (UsageException exception)
{
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return (int)ExitCode.Usage;
}
catch (MalformedDataException exception)
{
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return (int)ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return (int)ExitCode.Interrupted;
}
