using CovTools.Collection;
using Spectre.Console;

namespace CovTools.Cli.Progress;

/// <summary>A bar that is drawn anew on a terminal.</summary>
internal sealed class LiveProgress : IProgressDisplay
{
    private readonly IAnsiConsole _console;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private readonly Lock _lock = new();
    private string _text = "starting";
    private double _share;

    public LiveProgress(TextWriter writer)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        _drawing = DrawAsync();
    }

    public void OnPhase(string phase)
    {
        lock (_lock)
        {
            _text = phase;
        }
    }

    public void OnProgress(CollectionProgress progress)
    {
        lock (_lock)
        {
            _text = ProgressText.Format(progress);
            _share = progress.Total == 0 ? 1 : (double)progress.Done / progress.Total;
        }
    }

    public void OnStep(string text, double share)
    {
        lock (_lock)
        {
            _text = text;
            _share = share;
        }
    }

    public void OnWarning(string message) => _console.MarkupLineInterpolated($"[yellow]warning:[/] {message}");

    public void Dispose()
    {
        _end.TrySetResult();
        _drawing.GetAwaiter().GetResult();
    }

    private Task DrawAsync() =>
        _console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var task = context.AddTask("starting", maxValue: 1);
                while (!_end.Task.IsCompleted)
                {
                    lock (_lock)
                    {
                        task.Description = Markup.Escape(_text);
                        task.Value = _share;
                    }

                    await Task.WhenAny(_end.Task, Task.Delay(100)).ConfigureAwait(false);
                }
            });
}
