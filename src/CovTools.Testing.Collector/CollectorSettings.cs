using System.Xml;

namespace CovTools.Testing.Collector;

/// <summary>The collector's configuration in a file of run settings: any number of <c>Format</c> and <c>Ignore</c> elements. Under a build the build's items hold instead.</summary>
/// <param name="Options">What to make of the results.</param>
internal sealed record CollectorSettings(TestRunOptions Options)
{
    /// <summary>Reads it.</summary>
    /// <param name="configuration">The element <c>Configuration</c>; null: none.</param>
    /// <exception cref="TestingException">It says something that cannot be.</exception>
    public static CollectorSettings Read(XmlElement? configuration) => new(TestRunOptions.Parse(All(configuration, "Format"), All(configuration, "Ignore"), []));

    private static IEnumerable<string> All(XmlElement? configuration, string name) =>
        configuration is null ? [] : configuration.ChildNodes.OfType<XmlElement>().Where(element => element.LocalName == name).Select(element => element.InnerText.Trim());
}
