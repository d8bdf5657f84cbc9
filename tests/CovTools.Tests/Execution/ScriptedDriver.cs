using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CovTools.Execution;

namespace CovTools.Tests.Execution;

/// <summary>
/// A host whose drivers do what a test says. A real driver that dies at exactly the wrong moment cannot be arranged; what real drivers do is tested elsewhere.
/// </summary>
internal sealed class ScriptedHost(Func<string, int, string?> answer) : IScriptHost
{
    public string Name => "scripted host";

    public Func<string, int, string?> Answer { get; } = answer;

    public int Started { get; private set; }

    public List<string> Runs { get; } = [];

    public Task<IDriverTransport> StartDriverAsync(DriverSettings settings, CancellationToken cancellationToken)
    {
        Started++;
        return Task.FromResult<IDriverTransport>(new Driver(this));
    }

    /// <summary>The driver's side: answers each run with the lines that the test's function gives, or dies when it gives none.</summary>
    private sealed class Driver : IDriverTransport
    {
        private readonly Pipe _input = new();
        private readonly Pipe _output = new();

        public Driver(ScriptedHost host)
        {
            Input = _input.Writer.AsStream();
            Output = _output.Reader.AsStream();
            _ = Task.Run(() => RunAsync(host));
        }

        public Stream Input { get; }

        public Stream Output { get; }

        public string CorpusRoot => "/corpus";

        public string LibcovrtPath => "";

        public string ScratchRoot => "";

        public string LogTail => "log of the scripted driver";

        public Task<string> DescribeEndAsync(CancellationToken cancellationToken) => Task.FromResult("the scripted driver died");

        /// <summary>The end of its input ends the driver, and with it its output, as with a real one; whoever still reads that reads to the end.</summary>
        public ValueTask DisposeAsync() => _input.Writer.CompleteAsync();

        private async Task RunAsync(ScriptedHost host)
        {
            using var reader = new StreamReader(_input.Reader.AsStream());
            while (await reader.ReadLineAsync() is { } line)
            {
                using var request = JsonDocument.Parse(line);
                var operation = request.RootElement.GetProperty("op").GetString()!;
                var id = operation == "run" ? request.RootElement.GetProperty("id").GetString()! : operation;
                if (operation == "run")
                {
                    host.Runs.Add(id);
                }

                var reply = host.Answer(id, host.Runs.Count(run => run == id));
                if (reply is null)
                {
                    break;
                }

                await _output.Writer.WriteAsync(Encoding.UTF8.GetBytes(reply));
            }

            await _output.Writer.CompleteAsync();
        }
    }
}
