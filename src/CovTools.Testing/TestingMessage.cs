using System.Globalization;

namespace CovTools.Testing;

/// <summary>Something that a user of a test run under coverage must know.</summary>
/// <param name="Code">What kind of thing.</param>
/// <param name="IsError">The result is wrong or incomplete; otherwise it is a warning.</param>
/// <param name="File">The file to blame; empty when there is none.</param>
/// <param name="Text">What is wrong and what to do, in one line.</param>
public sealed record TestingMessage(TestingCode Code, bool IsError, string File, string Text)
{
    /// <summary>The code as it is written, such as <c>COV2501</c>.</summary>
    public string CodeText => string.Create(CultureInfo.InvariantCulture, $"COV{(int)Code:0000}");

    /// <summary>One line in the form that build tools recognise.</summary>
    public override string ToString() => $"{(File.Length == 0 ? "" : $"{File}: ")}{(IsError ? "error" : "warning")} {CodeText}: {Text}";
}
