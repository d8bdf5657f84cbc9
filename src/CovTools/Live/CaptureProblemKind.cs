namespace CovTools.Live;

/// <summary>Why counters of a capture are incomplete.</summary>
public enum CaptureProblemKind
{
    /// <summary>Some process could not move its counters into the file: they are lost.</summary>
    Lost = 0,

    /// <summary>The counters file has entries that make no sense; a program overwrote them. They are left out.</summary>
    Damaged = 1,

    /// <summary>The file of a module is gone; its counters are left out.</summary>
    ModuleGone = 2,

    /// <summary>The file of a module is another one now, or damaged; its counters are left out.</summary>
    ModuleUnfit = 3,

    /// <summary>A raw profile of a program that does not load libcovrt is damaged, or was cut off when the program ended.</summary>
    ProfileUnfit = 4,
}
