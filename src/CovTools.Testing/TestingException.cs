namespace CovTools.Testing;

/// <summary>A test run cannot be collected; carries what to tell the user.</summary>
public sealed class TestingException : Exception
{
    /// <summary>Makes an exception that tells <paramref name="told"/>.</summary>
    public TestingException(TestingMessage told, Exception? inner = null)
        : base(told?.ToString(), inner)
    {
        ArgumentNullException.ThrowIfNull(told);
        Told = told;
    }

    /// <summary>What to tell.</summary>
    public TestingMessage Told { get; }

    internal static TestingException Of(TestingCode code, string file, string text, Exception? inner = null) => new(new TestingMessage(code, true, file, text), inner);
}
