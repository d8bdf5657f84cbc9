namespace CovTools.Containers;

/// <summary>A token that is cancelled by the caller or after a time.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public Deadline(TimeSpan time, TimeProvider provider, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(time, provider);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    public CancellationToken Token => _linked.Token;

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
