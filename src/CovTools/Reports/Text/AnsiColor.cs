namespace CovTools.Reports;

/// <summary>Colours of terminals, by their ANSI numbers.</summary>
internal enum AnsiColor
{
    /// <summary>Nothing is covered, or too little.</summary>
    Red = 1,

    /// <summary>All is covered.</summary>
    Green = 2,

    /// <summary>Most is covered.</summary>
    Yellow = 3,

    /// <summary>A line with several regions.</summary>
    Magenta = 5,

    /// <summary>Headings and expansions.</summary>
    Cyan = 6,
}
