namespace CovTools.Mapping;

/// <summary>An object whose sections are read when they are needed, and what tells beforehand whether they are the same as last time.</summary>
/// <param name="read">Reads the sections; is called as often as they are asked for.</param>
/// <param name="stamp">Equal stamps mean equal sections, see <see cref="MappingStamp"/>; null: only the sections themselves can tell.</param>
public sealed class MappingObject(Func<MappingSections> read, string? stamp = null)
{
    /// <summary>Equal stamps mean equal sections; null: nothing is known.</summary>
    public string? Stamp { get; } = stamp;

    /// <summary>The sections.</summary>
    /// <exception cref="MalformedDataException">See <see cref="MappingSections.Read(Objects.IObjectFile)"/>.</exception>
    public MappingSections Read() => read();
}
