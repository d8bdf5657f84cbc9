using CovTools.Profiles;

namespace CovTools.MSBuild;

/// <summary>
/// Results that belong to one project and framework. A small file beside each, in a folder <c>.covtools</c>, says whose it is, so that two of them that were given the same name are
/// told, rather than one replacing the other's result unseen.
/// </summary>
internal static class ResultFile
{
    /// <summary>Folder of the notes, beside the results.</summary>
    public const string NoteFolder = ".covtools";

    private const string NoteExtension = ".owner";
    private const int LongestNote = 4096;

    /// <summary>Writes a result, or replaces an earlier one of the same owner.</summary>
    /// <param name="path">Full path; folders are made.</param>
    /// <param name="owner">Who writes it; empty: any file is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="CovErrorException">The file is somebody else's.</exception>
    public static void Write(string path, string owner, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A full path of a file has a folder.
        if (owner.Length > 0)
        {
            Claim(path, owner);
        }

        ReplacedFile.Write(path, write);
    }

    /// <summary>The note about a result.</summary>
    public static string NoteOf(string path) => Path.Join(Path.GetDirectoryName(path), NoteFolder, Path.GetFileName(path) + NoteExtension);

    private static void Claim(string path, string owner)
    {
        var note = NoteOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(note)!); // As above.
        var isNew = !File.Exists(path);
        if (TryCreate(note, owner))
        {
            if (!isNew)
            {
                File.Delete(note);
                throw new CovErrorException(
                    DiagnosticCode.ForeignFile, path, "this file is there already and is no result of this project; delete it, give the result another name, or set CovToolsOverwrite to true");
            }

            return;
        }

        if (ReadNote(note) is var other && other != owner)
        {
            throw new CovErrorException(
                DiagnosticCode.ForeignFile, path, $"this file is a result of {other}, not of {owner}; names must differ, for instance by $(MSBuildProjectName) and $(TargetFramework)");
        }
    }

    /// <summary>Makes the note, complete or not at all: another process may look at it at any time.</summary>
    private static bool TryCreate(string note, string owner)
    {
        var temporary = $"{note}.{Guid.NewGuid():n}";
        File.WriteAllText(temporary, owner);
        try
        {
            File.Move(temporary, note, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(note))
        {
            File.Delete(temporary);
            return false;
        }
    }

    private static string ReadNote(string note)
    {
        using var reader = new StreamReader(note);
        var text = new char[LongestNote];
        return new string(text, 0, reader.ReadBlock(text));
    }
}
