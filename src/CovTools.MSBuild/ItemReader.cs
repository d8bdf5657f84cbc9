using System.Globalization;
using CovTools.Profiles;
using CovTools.Reports;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>Reads items and their metadata as what the core wants.</summary>
internal static class ItemReader
{
    /// <summary>The full path of an item: projects may be built with any current directory.</summary>
    public static string FullPath(this ITaskItem item) => item.GetMetadata("FullPath");

    /// <summary>Metadata as text; null when there is none.</summary>
    public static string? Text(this ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } text ? text : null;

    /// <summary>Metadata that must be there.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static string RequiredText(this ITaskItem item, string name) =>
        item.Text(name) ?? throw new UsageException($"{item.ItemSpec}: the metadata {name} is needed");

    /// <summary>Metadata as a number.</summary>
    /// <exception cref="UsageException">It is none, or below <paramref name="least"/>.</exception>
    public static T? Number<T>(this ITaskItem item, string name, T least)
        where T : struct, System.Numerics.INumber<T> => item.Text(name) switch
        {
            null => null,
            var text when T.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least => number,
            var text => throw new UsageException($"{item.ItemSpec}: {name}='{text}' is not a number from {least.ToString(null, CultureInfo.InvariantCulture)} on"),
        };

    /// <summary>Metadata that is a word of an enumeration, in any case.</summary>
    /// <exception cref="UsageException">It is another word.</exception>
    public static T? Word<T>(this ITaskItem item, string name)
        where T : struct, Enum => item.Text(name) switch
        {
            null => null,
            var text when Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) => value,
            var text => throw new UsageException($"{item.ItemSpec}: {name}='{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}"),
        };

    /// <summary>Metadata that is true or false.</summary>
    /// <exception cref="UsageException">It is another word.</exception>
    public static bool Flag(this ITaskItem item, string name) => item.Text(name) switch
    {
        null => false,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw new UsageException($"{item.ItemSpec}: {name}='{text}' is neither true nor false"),
    };

    /// <summary>The texts of items.</summary>
    public static IEnumerable<string> Texts(this IEnumerable<ITaskItem> items) => items.Select(static item => item.ItemSpec);

    /// <summary>A release of LLVM by its major version.</summary>
    /// <param name="major">The version; 0: not said.</param>
    /// <exception cref="UsageException">It is not known.</exception>
    public static LlvmRelease? Release(int major) => major switch
    {
        0 => null,
        >= LlvmRelease.OldestMajor and <= LlvmRelease.NewestMajor => new LlvmRelease(major),
        _ => throw new UsageException($"CovToolsLlvm: {major} is not within {LlvmRelease.OldestMajor} to {LlvmRelease.NewestMajor}"),
    };

    /// <summary>Path maps: items that are what stands in front, with what replaces it as metadata <c>To</c>.</summary>
    /// <exception cref="UsageException">A glob is invalid.</exception>
    public static PathMapSet PathMaps(IEnumerable<ITaskItem> items) => new(items.Select(static item => new PathMap(item.ItemSpec, item.GetMetadata("To"))));

    /// <summary>A threshold: metadata <c>Metric</c>, <c>Minimum</c> and perhaps <c>Scope</c>.</summary>
    public static string ThresholdText(ITaskItem item) => $"{item.Text("Scope") ?? "total"}:{item.RequiredText("Metric")}={item.RequiredText("Minimum")}";

    /// <summary>Thresholds of items.</summary>
    /// <exception cref="UsageException">One is invalid, or two are for the same thing.</exception>
    public static IReadOnlyList<Threshold> Thresholds(IEnumerable<ITaskItem> items) => Threshold.ParseAll(items.Select(ThresholdText));
}
