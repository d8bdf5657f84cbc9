using System.Globalization;
using CovTools.Containers;

namespace CovTools.Execution;

/// <summary>A driver that is the main process of a container.</summary>
internal sealed class ContainerDriver(ContainerSession session, TextTail log) : IDriverTransport
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public Stream Input => session.Input;

    public Stream Output => session.Output;

    public required string CorpusRoot { get; init; }

    public required string LibcovrtPath { get; init; }

    public required string ScratchRoot { get; init; }

    public string LogTail => log.ToString();

    public async Task<string> DescribeEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            var end = await session.WaitAsync(cancellationToken).WaitAsync(s_patience, cancellationToken).ConfigureAwait(false);
            var how = end switch
            {
                { OutOfMemory: true } => "the container ran out of memory (--container-memory)",
                { Error.Length: > 0 } => $"the container ended: {end.Error}",
                { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"the container ended with exit code {code}"),
                _ => "the container ended",
            };
            return how;
        }
        catch (TimeoutException)
        {
            return "the connection to the container broke";
        }
        catch (ContainerEngineException exception)
        {
            return $"the container engine failed: {exception.Message}";
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
