namespace CovTools;

/// <summary>The caller asked for something that cannot be: an invalid expression, an unknown library, options that contradict each other.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Makes an exception whose message says what is wrong with the request and what would be right.</summary>
    public UsageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
