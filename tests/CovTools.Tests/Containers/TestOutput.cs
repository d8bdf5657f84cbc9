namespace CovTools.Tests.Containers;

/// <summary>Collects what a session tells.</summary>
internal sealed class TestOutput
{
    public List<string> ErrorLines { get; } = [];

    public List<string> Notes { get; } = [];

    public void AddErrorLine(string line) => ErrorLines.Add(line);

    public void AddNote(string note) => Notes.Add(note);
}
