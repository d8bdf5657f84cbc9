using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>An item that says a threshold: its name is the metric, metadata <c>Minimum</c> the percentage, <c>Scope</c> what it holds for; or all of it is in its name.</summary>
internal static class ThresholdItem
{
    /// <summary>The threshold as docs/gates.md writes it.</summary>
    public static string Text(ITaskItem item)
    {
        var minimum = item.GetMetadata("Minimum");
        var scope = item.GetMetadata("Scope");
        return minimum.Length == 0 ? item.ItemSpec : $"{(scope.Length == 0 ? "" : $"{scope}:")}{item.ItemSpec}={minimum}";
    }
}
