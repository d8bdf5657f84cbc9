namespace CovTools.Cli.Coverage;

/// <summary>What a command needs of coverage.</summary>
internal enum SessionNeeds
{
    /// <summary>Numbers of files: these can come from a mapping that was kept, without reading the binaries.</summary>
    Numbers,

    /// <summary>Lines, regions or functions too.</summary>
    Views,
}
