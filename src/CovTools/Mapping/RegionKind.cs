namespace CovTools.Mapping;

/// <summary>What a mapping region says about its source range; the values are those of LLVM's <c>CounterMappingRegion::RegionKind</c>.</summary>
public enum RegionKind
{
    /// <summary>Source code with a counter.</summary>
    Code = 0,

    /// <summary>The place where a macro is expanded or a file is included; its content has a file id of its own.</summary>
    Expansion = 1,

    /// <summary>Source text that is no code in this build, such as the text between <c>#if 0</c> and <c>#endif</c>.</summary>
    Skipped = 2,

    /// <summary>The white space between two regions; gives lines a count but starts no region on them.</summary>
    Gap = 3,

    /// <summary>A condition with a counter for each outcome.</summary>
    Branch = 4,

    /// <summary>A boolean expression whose conditions are measured by modified condition/decision coverage.</summary>
    McdcDecision = 5,

    /// <summary>A condition of such an expression, with a counter for each outcome.</summary>
    McdcBranch = 6,
}
