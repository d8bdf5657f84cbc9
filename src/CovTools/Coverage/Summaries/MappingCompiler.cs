using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Compiles all functions of a mapping, in parallel, and links them: file lists, twins, groups of instantiations.</summary>
internal static class MappingCompiler
{
    public static CompiledMapping Compile(CoverageMapping mapping, SummaryRules rules, CancellationToken cancellation) =>
        mapping.DecodeAll(() => TryCompile(mapping, rules, cancellation), cancellation);

    /// <returns>Null when a function is damaged.</returns>
    private static CompiledMapping? TryCompile(CoverageMapping mapping, SummaryRules rules, CancellationToken cancellation)
    {
        var isDamaged = false;
        var count = mapping.FunctionSpan.Length;
        var shapes = new FunctionShape[count];
        var ranges = (count + FunctionRanges.Size - 1) / FunctionRanges.Size;
        var programs = new byte[ranges][];
        var linker = new MappingLinker(mapping);
        FunctionRanges.ForEach(count, (start, end) =>
        {
            var compiler = new FunctionCompiler(rules);
            var function = new FunctionMapping();
            var writer = new ProgramWriter();
            var files = new List<int>();
            for (var i = start; i < end; i++)
            {
                if (!mapping.TryDecode(i, function))
                {
                    Volatile.Write(ref isDamaged, true);
                    return;
                }

                shapes[i] = compiler.Compile(function, writer);
                files.Add(function.Files.Length);
                files.AddRange(function.Files);
            }

            if (end > start)
            {
                programs[start / FunctionRanges.Size] = writer.ToArray();
                linker.SetFiles(start / FunctionRanges.Size, files);
            }
        }, cancellation);
        return isDamaged ? null : linker.Link(shapes, programs);
    }
}
