namespace CovTools.Reports;

/// <summary>A condition at the line that it is shown at.</summary>
/// <param name="Line">That line: of a condition in a macro, where the outermost macro is used.</param>
/// <param name="Column">Column of the condition, where it is written.</param>
/// <param name="TrueCount">How often it was true.</param>
/// <param name="FalseCount">How often it was false.</param>
/// <param name="IsFolded">Both outcomes are constant: it is sorted with the others and then passed over.</param>
internal readonly record struct LcovBranch(uint Line, uint Column, ulong TrueCount, ulong FalseCount, bool IsFolded)
{
    /// <summary>Writes both outcomes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="line">Line.</param>
    /// <param name="pair">Number of the condition on its line.</param>
    /// <param name="branch">Number of its first outcome on its line.</param>
    public void Write(Utf8Output output, uint line, uint pair, uint branch)
    {
        // LLVM keeps counts in 32 bits here.
        var (taken, notTaken) = ((uint)TrueCount, (uint)FalseCount);
        var isExecuted = (taken | notTaken) != 0;
        Outcome(output, line, pair, branch, isExecuted, taken);
        Outcome(output, line, pair, branch + 1, isExecuted, notTaken);
    }

    private static void Outcome(Utf8Output output, uint line, uint pair, uint branch, bool isExecuted, uint count)
    {
        output.Write("BRDA:"u8);
        output.Write(line);
        output.Write((byte)',');
        output.Write(pair);
        output.Write((byte)',');
        output.Write(branch);
        output.Write((byte)',');
        if (isExecuted)
        {
            output.Write(count);
        }
        else
        {
            output.Write((byte)'-');
        }

        output.Write((byte)'\n');
    }
}
