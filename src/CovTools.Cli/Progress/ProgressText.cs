using System.Globalization;
using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>A progress report as one line of text.</summary>
internal static class ProgressText
{
    public static string Format(CollectionProgress progress)
    {
        var outcomes = string.Join(
            ' ',
            ScriptOutcomes.All.Where(outcome => progress.Outcomes[(int)outcome] > 0).Select(outcome => $"{outcome.ToWord()} {Number(progress.Outcomes[(int)outcome])}"));
        var branches = progress.BranchesCovered is { } covered ? $", {Number(covered)} branches" : "";
        var left = progress.Left is { } time && progress.Done < progress.Total ? $", {Duration(time)} left" : "";
        var rate = progress.Rate.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{Number(progress.Done)}/{Number(progress.Total)} scripts, {rate}/s, {outcomes}{branches}{left}";
    }

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds:00} s",
        _ => $"{time.Seconds} s",
    };
}
