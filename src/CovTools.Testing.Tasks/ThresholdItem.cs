using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>An item that says a threshold: metadata <c>Metric</c>, <c>Minimum</c> (percent) and perhaps <c>Scope</c>, as CovTools.MSBuild takes it; or all of it is in its name.</summary>
internal static class ThresholdItem
{
    /// <summary>The threshold as docs/gates.md writes it.</summary>
    public static string Text(ITaskItem item)
    {
        var (metric, minimum, scope) = (item.GetMetadata("Metric"), item.GetMetadata("Minimum"), item.GetMetadata("Scope"));
        return metric.Length + minimum.Length == 0 ? item.ItemSpec : $"{(scope.Length == 0 ? "total" : scope)}:{metric}={minimum}";
    }
}
