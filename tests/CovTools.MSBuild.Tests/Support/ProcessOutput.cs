using System.Diagnostics;
using System.Text;

namespace CovTools.MSBuild.Tests;

/// <summary>What a process has written so far, both outputs together.</summary>
internal sealed class ProcessOutput
{
    private readonly StringBuilder _text = new();

    public ProcessOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_text)
            {
                _text.Append(line).Append('\n');
            }
        }
    }
}
