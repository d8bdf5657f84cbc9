namespace CovTools.Libraries;

/// <summary>Finds what somebody may have meant by a word that is not known.</summary>
internal static class NearMatch
{
    private const int LengthLimit = 64;

    /// <summary>" (did you mean 'x'?)", or nothing when no known word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LengthLimit)
        {
            return "";
        }

        var lower = word.ToLowerInvariant();
        var near = known
            .Select(candidate => (candidate, distance: Distance(lower, candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(1, word.Length / 3) || pair.candidate.StartsWith(lower, StringComparison.OrdinalIgnoreCase) || lower.StartsWith(pair.candidate, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => $"'{pair.candidate}'")
            .ToList();
        return near.Count == 0 ? "" : $" (did you mean {string.Join(" or ", near)}?)";
    }

    /// <summary>Letters to insert, delete or replace.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
