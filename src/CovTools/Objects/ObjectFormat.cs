namespace CovTools.Objects;

/// <summary>Formats of object files.</summary>
public enum ObjectFormat
{
    /// <summary>Linux and most other systems.</summary>
    Elf,

    /// <summary>macOS, iOS and their relatives.</summary>
    MachO,

    /// <summary>Windows: objects, and the PE images that are linked from them.</summary>
    Coff,
}
