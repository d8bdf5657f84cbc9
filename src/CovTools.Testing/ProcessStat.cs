namespace CovTools.Testing;

/// <summary>What Linux tells of a process: proc_pid_stat(5).</summary>
internal static class ProcessStat
{
    /// <summary>Index of the state.</summary>
    public const int State = 0;

    /// <summary>Index of the parent's number.</summary>
    public const int Parent = 1;

    /// <summary>Index of the start time.</summary>
    public const int Start = 19;

    /// <summary>A field, counted from the state, which follows the name in parentheses.</summary>
    /// <param name="process">Number of the process, or <c>self</c>.</param>
    /// <param name="index">One of those above.</param>
    /// <exception cref="IOException">There is no such process.</exception>
    public static string Field(string process, int index)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ')[index];
    }
}
