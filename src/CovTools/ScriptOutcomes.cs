namespace CovTools;

/// <summary>The words of files and protocols for <see cref="ScriptOutcome"/>.</summary>
public static class ScriptOutcomes
{
    private static readonly (ScriptOutcome Outcome, string Word)[] s_words =
    [
        (ScriptOutcome.Ok, "ok"),
        (ScriptOutcome.Exception, "exception"),
        (ScriptOutcome.Exit, "exit"),
        (ScriptOutcome.Signal, "signal"),
        (ScriptOutcome.Timeout, "timeout"),
        (ScriptOutcome.Memory, "memory"),
        (ScriptOutcome.Infrastructure, "infrastructure"),
    ];

    /// <summary>Every outcome, in the order of the ledger.</summary>
    public static IReadOnlyList<ScriptOutcome> All { get; } = [.. s_words.Select(pair => pair.Outcome)];

    /// <summary>The word for <paramref name="outcome"/>.</summary>
    public static string ToWord(this ScriptOutcome outcome) => s_words[(int)outcome].Word;

    /// <summary>Finds the outcome that <paramref name="word"/> stands for.</summary>
    /// <returns>False when it is none of the words.</returns>
    public static bool TryParse(string? word, out ScriptOutcome outcome)
    {
        foreach (var pair in s_words)
        {
            if (pair.Word == word)
            {
                outcome = pair.Outcome;
                return true;
            }
        }

        outcome = default;
        return false;
    }
}
