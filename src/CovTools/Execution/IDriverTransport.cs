namespace CovTools.Execution;

/// <summary>A started driver: its two streams and what is known of its end. Disposing it ends the driver and all that it started.</summary>
public interface IDriverTransport : IAsyncDisposable
{
    /// <summary>The driver's standard input.</summary>
    public Stream Input { get; }

    /// <summary>The driver's standard output.</summary>
    public Stream Output { get; }

    /// <summary>Root of the corpus as the driver sees it.</summary>
    public string CorpusRoot { get; }

    /// <summary>Path of libcovrt as the driver sees it; empty when there is none for its machine.</summary>
    public string LibcovrtPath { get; }

    /// <summary>Directory for scratch directories as the driver sees it; empty: the driver chooses.</summary>
    public string ScratchRoot { get; }

    /// <summary>The last lines that the driver wrote to standard error.</summary>
    public string LogTail { get; }

    /// <summary>Says in a sentence how the driver ended, once <see cref="Output"/> is at its end.</summary>
    public Task<string> DescribeEndAsync(CancellationToken cancellationToken);
}
