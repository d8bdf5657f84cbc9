namespace CovTools.Coverage;

/// <summary>A range of text, and how it came to be in a function.</summary>
/// <param name="Chain">The chain of expansions, as the file's elements number them.</param>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the end.</param>
/// <param name="EndColumn">Column after the last character.</param>
/// <param name="Use">Which one it is, from 0, if a function has the range several times: a macro can repeat its argument.</param>
internal readonly record struct SourcePlace(int Chain, uint StartLine, uint StartColumn, uint EndLine, uint EndColumn, int Use);
