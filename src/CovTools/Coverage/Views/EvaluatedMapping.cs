using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>A mapping that has met one profile: every function was decoded and evaluated once.</summary>
/// <param name="Mapping">What functions have in common; without programs.</param>
/// <param name="Fates">What became of every function, by its index.</param>
/// <param name="Summary">The numbers of all files.</param>
internal sealed record EvaluatedMapping(CompiledMapping Mapping, FunctionFate[] Fates, CoverageSummary Summary)
{
    /// <summary>Evaluates all functions, in parallel.</summary>
    public static EvaluatedMapping Create(CoverageMapping mapping, ICounterSource profile, LlvmRelease release, CancellationToken cancellation) =>
        mapping.DecodeAll(() => TryCreate(mapping, profile, release, cancellation), cancellation);

    /// <returns>Null when a function is damaged.</returns>
    private static EvaluatedMapping? TryCreate(CoverageMapping mapping, ICounterSource profile, LlvmRelease release, CancellationToken cancellation)
    {
        var count = mapping.FunctionSpan.Length;
        var isDamaged = false;
        var shapes = new FunctionShape[count];
        var fates = new FunctionFate[count];
        var tallies = new FunctionTally[count];
        var linker = new MappingLinker(mapping);
        var rules = SummaryRules.For(release);
        FunctionRanges.ForEach(count, (start, end) =>
        {
            var scanner = new FunctionScanner(rules);
            var evaluator = new FunctionEvaluator(mapping, profile, release);
            var tallier = new FunctionTallier(rules);
            var files = new List<int>();
            Span<ulong> announced = stackalloc ulong[FunctionRanges.Announced];
            for (var i = start; i < end; i++)
            {
                if (i % FunctionRanges.Announced == 0)
                {
                    var next = mapping.FunctionSpan[i..Math.Min(end, i + FunctionRanges.Announced)];
                    for (var function = 0; function < next.Length; function++)
                    {
                        announced[function] = next[function].NameHash;
                    }

                    profile.Expect(announced[..next.Length]);
                }

                if (!evaluator.TryLoad(i))
                {
                    Volatile.Write(ref isDamaged, true);
                    return;
                }

                shapes[i] = scanner.Scan(evaluator.Function, evaluator.Nesting);
                fates[i] = FunctionFates.Decide(new FunctionIdentity(mapping.FunctionSpan[i].NameHash, mapping.FunctionSpan[i].FunctionHash), shapes[i], profile, rules, out var counters);
                if (FunctionFates.IsIn(fates[i]))
                {
                    fates[i] = evaluator.TryCount(counters) ? fates[i] : FunctionFate.Unfit;
                    tallies[i] = tallier.Tally(evaluator);
                }

                files.Add(evaluator.Function.Files.Length);
                files.AddRange(evaluator.Function.Files);
            }

            if (end > start)
            {
                linker.SetFiles(start / FunctionRanges.Size, files);
            }
        }, cancellation);
        if (isDamaged)
        {
            return null;
        }

        var compiled = linker.Link(shapes, []);
        FunctionFates.DropTwins(fates, compiled);
        var tally = new SummaryTally(compiled);
        for (var i = 0; i < count; i++)
        {
            tally.Mismatched += fates[i] == FunctionFate.Mismatched ? 1 : 0;
            tally.Unfit += fates[i] == FunctionFate.Unfit ? 1 : 0;
            if (FunctionFates.IsIn(fates[i]))
            {
                tally.Add(i, tallies[i]);
            }
        }

        return new EvaluatedMapping(compiled, fates, tally.ToSummary());
    }
}
