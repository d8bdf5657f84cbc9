using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Conditions below a line (renderBranchView in SourceCoverageViewText.cpp).</summary>
internal sealed class BranchRenderer(ByteText output, ViewFrame frame, ShowOptions options)
{
    /// <summary>A line for each condition.</summary>
    public void Write(IReadOnlyList<CountedBranch> branches, int depth)
    {
        foreach (var branch in branches)
        {
            frame.Prefix(depth);
            output.Write("  Branch ("u8);
            output.Write(branch.StartLine);
            output.Write(":"u8);
            output.Write(branch.StartColumn);
            output.Write("): ["u8);
            if (branch.IsFolded)
            {
                output.Write("Folded - Ignored]\n"u8);
                continue;
            }

            // LLVM adds the counts in 32 bits.
            var total = unchecked((uint)(branch.TrueCount + branch.FalseCount));
            Side("True"u8, branch.TrueCount, total, branch.IsTrueFolded);
            output.Write(", "u8);
            Side("False"u8, branch.FalseCount, total, branch.IsFalseFolded);
            output.Write("]\n"u8);
        }
    }

    private void Side(ReadOnlySpan<byte> name, ulong count, uint total, bool isFolded)
    {
        if (isFolded)
        {
            output.Write("Folded"u8);
            return;
        }

        var isColored = count == 0 && options.HasColor;
        if (isColored)
        {
            output.Start(AnsiColor.Red, isBackground: true);
        }

        output.Write(name);
        if (isColored)
        {
            output.End();
        }

        output.Write(": "u8);
        output.Write(options.Branches == BranchDisplay.Count ? CountText.Of(count, options) : Percentage.Text(Percentage.Of(count, total)) + "%");
    }
}
