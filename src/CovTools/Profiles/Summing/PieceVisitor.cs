namespace CovTools.Profiles;

/// <summary>Looks at a piece of a range.</summary>
/// <param name="piece">Its bytes.</param>
/// <param name="offset">Where it starts within the range.</param>
/// <returns>Whether to go on.</returns>
internal delegate bool PieceVisitor(ReadOnlySpan<byte> piece, int offset);
