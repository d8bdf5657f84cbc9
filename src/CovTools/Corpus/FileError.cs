namespace CovTools.Corpus;

/// <summary>Why a file could not be read, in a few words without its path.</summary>
internal static class FileError
{
    public const string Vanished = "it vanished during the scan";

    public static string Describe(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => Vanished,
        PathTooLongException => "its path is too long",
        _ => exception.Message,
    };
}
