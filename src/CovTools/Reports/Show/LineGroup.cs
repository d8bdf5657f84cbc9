namespace CovTools.Reports;

/// <summary>Things that are shown below one line.</summary>
/// <typeparam name="T">What they are.</typeparam>
/// <param name="Line">The line, from 1.</param>
/// <param name="Items">The things, in order.</param>
internal sealed record LineGroup<T>(uint Line, IReadOnlyList<T> Items)
{
    /// <summary>Puts neighbours of the same line together, and sorts the groups by line. Groups of one line stay apart.</summary>
    public static IReadOnlyList<LineGroup<T>> Of(IReadOnlyList<T> items, Func<T, uint> lineOf)
    {
        var groups = new List<LineGroup<T>>();
        for (var start = 0; start < items.Count;)
        {
            var line = lineOf(items[start]);
            var members = new List<T>();
            for (; start < items.Count && lineOf(items[start]) == line; start++)
            {
                members.Add(items[start]);
            }

            groups.Add(new LineGroup<T>(line, members));
        }

        return [.. groups.OrderBy(static group => group.Line)];
    }
}
