using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Everything that summaries of a mapping have in common, and need: it can be kept without the mapping itself.</summary>
/// <param name="Identities">By function: what a profile knows it by.</param>
/// <param name="Files">Paths of all files, as text.</param>
/// <param name="Shapes">By function.</param>
/// <param name="Programs">By range of functions: their programs, one after the other.</param>
/// <param name="FileLists">Distinct lists of files that functions have.</param>
/// <param name="Twins">How many numbers of functions with the same files and name there are.</param>
/// <param name="Groups">Groups of instantiations.</param>
/// <param name="SlotCount">How many groups have more than one member.</param>
/// <param name="FileOrder">All files, sorted by the bytes of their paths.</param>
internal sealed record CompiledMapping(
    FunctionIdentity[] Identities, string[] Files, FunctionShape[] Shapes, byte[][] Programs, int[][] FileLists, int Twins, InstantiationGroup[] Groups, int SlotCount, int[] FileOrder)
{
    public ReadOnlySpan<byte> DecisionsOf(int function) => Programs[function / FunctionRanges.Size].AsSpan(Shapes[function].Decisions);

    public ReadOnlySpan<byte> ProgramOf(int function) => Programs[function / FunctionRanges.Size].AsSpan(Shapes[function].Program);
}
