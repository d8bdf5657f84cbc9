using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>What frames a view and its lines: prefixes of nested views, columns, dividers.</summary>
internal sealed class ViewFrame(ByteText output, ShowOptions options)
{
    private const int CountWidth = 7;
    private const int NumberWidth = 5;
    private const int DividerExcess = 4;

    /// <summary>Width of the columns in front of the source, with their separators.</summary>
    public int ColumnsWidth => (options.LineCounts ? CountWidth + 1 : 0) + NumberWidth + 1;

    /// <summary>The bars in front of a line of a nested view.</summary>
    /// <param name="depth">How deeply it is nested; 0: not at all.</param>
    public void Prefix(int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            output.Write("  |"u8);
        }
    }

    /// <summary>The line between a view and what is nested in it.</summary>
    /// <param name="depth">Depth of the outer view.</param>
    public void Divider(int depth)
    {
        Prefix(depth);
        output.Write("  "u8);
        output.Repeat((byte)'-', ColumnsWidth + DividerExcess);
        output.Write("\n"u8);
    }

    /// <summary>The columns with a line's number and count.</summary>
    public void Columns(in LineCoverage line)
    {
        var number = line.Line.ToString(CultureInfo.InvariantCulture);
        output.Right(number.Length <= NumberWidth ? number : number[..NumberWidth], NumberWidth);
        output.Write("|"u8);
        if (!options.LineCounts)
        {
            return;
        }

        if (line.IsMapped)
        {
            var count = CountText.Of(line.Count, options);
            var isColored = line.HasMultipleRegions && options.HasColor;
            output.Spaces(CountWidth - count.Length);
            if (isColored)
            {
                output.Start(AnsiColor.Magenta);
            }

            output.Write(count);
            if (isColored)
            {
                output.End();
            }
        }
        else
        {
            output.Spaces(CountWidth);
        }

        output.Write("|"u8);
    }
}
