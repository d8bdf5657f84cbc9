namespace CovTools;

/// <summary>Something outside the project is missing (an engine, an image, a program, a binary); the message says how to get it.</summary>
public sealed class EnvironmentIncompleteException : Exception
{
    /// <summary>Makes an exception whose message tells the user what is missing and how to get it.</summary>
    public EnvironmentIncompleteException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
