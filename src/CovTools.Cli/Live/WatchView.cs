using CovTools.Live;
using Spectre.Console;

namespace CovTools.Cli.Live;

/// <summary>Where looks at a process go: a table that is drawn anew on a terminal, or a line for each look that found something.</summary>
internal sealed class WatchView
{
    private const int LatestShown = 12;

    private readonly bool _json;
    private readonly IAnsiConsole? _terminal;
    private readonly Queue<string> _latest = new();

    private WatchView(bool json, IAnsiConsole? terminal)
    {
        _json = json;
        _terminal = terminal;
    }

    /// <summary>Chooses by what standard output and standard error are.</summary>
    public static WatchView Create(bool json, bool isPlain) => new(
        json,
        json || isPlain || Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Shows looks until there are no more.</summary>
    public async Task ShowAsync(LiveProcess process, IAsyncEnumerable<LiveLook> looks)
    {
        if (_terminal is null)
        {
            await foreach (var look in looks.ConfigureAwait(false))
            {
                Write(look);
            }

            return;
        }

        await _terminal.Live(new Table()).StartAsync(async context =>
        {
            await foreach (var look in looks.ConfigureAwait(false))
            {
                context.UpdateTarget(Draw(process, look));
            }
        }).ConfigureAwait(false);
    }

    private void Write(LiveLook look)
    {
        if (_json)
        {
            using var output = Console.OpenStandardOutput();
            LiveJson.WriteLook(output, look);
        }
        else if (look.NewCounters > 0 || look.Elapsed == TimeSpan.Zero)
        {
            Console.Out.WriteLine(LiveText.Line(look));
        }
    }

    private Table Draw(LiveProcess process, LiveLook look)
    {
        foreach (var function in look.Reached)
        {
            _latest.Enqueue(function);
            if (_latest.Count > LatestShown)
            {
                _latest.Dequeue();
            }
        }

        var table = new Table().Expand().Title($"process {process.Id}, {look.Elapsed:hh\\:mm\\:ss}").AddColumn("coverage").AddColumn("latest reached");
        table.AddRow(
            Markup.Escape($"{LiveText.Share(look.Covered, look.Total).Trim()}\n+{look.NewCounters} now, {look.Rate:0.0} a second\n{process.Modules.Count} modules"),
            Markup.Escape(string.Join('\n', _latest.Reverse())));
        return table;
    }
}
