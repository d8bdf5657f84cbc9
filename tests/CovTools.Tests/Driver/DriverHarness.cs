using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>A running driver, and the tool's side of its protocol.</summary>
internal sealed class DriverHarness : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_removed = ["LD_PRELOAD", "COVRT_FILE", "COVRT_PROFILE_FILE", "LLVM_PROFILE_FILE"];
    private readonly Process _process;
    private readonly Channel<DriverMessage> _messages = Channel.CreateUnbounded<DriverMessage>();
    private readonly List<DriverMessage> _notes = [];
    private readonly StringBuilder _log = new();
    private readonly Task _reading;
    private readonly Task _logging;

    public DriverHarness()
    {
        var start = new ProcessStartInfo(Python, [DriverFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        CleanEnvironment(start.Environment);
        _process = Process.Start(start) ?? throw new InvalidOperationException("python did not start");
        _reading = Task.Run(ReadAsync);
        _logging = Task.Run(async () => _log.Append(await _process.StandardError.ReadToEndAsync()));
    }

    public static string DriverFolder => Path.Combine(NativeTools.RuntimeSources, "driver");

    public static string Python { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : NativeTools.Require("python3");

    public int ProcessId => _process.Id;

    public IReadOnlyList<DriverMessage> Notes => _notes;

    public string Log => _log.ToString();

    /// <summary>What every reference run and every driver starts with: nothing that changes how Python or the counters behave.</summary>
    public static void CleanEnvironment(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("PYTHON", StringComparison.Ordinal)).Concat(s_removed).ToList())
        {
            environment.Remove(name);
        }
    }

    public Task SendAsync(JsonObject message) => SendAsync(message.ToJsonString() + "\n");

    public async Task SendAsync(string text)
    {
        await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await _process.StandardInput.BaseStream.FlushAsync();
    }

    public Task RunAsync(string id, string? path = null) => SendAsync(new JsonObject { ["op"] = "run", ["id"] = id, ["path"] = path ?? id });

    /// <summary>The next message that is not a note.</summary>
    public async Task<DriverMessage> NextAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            DriverMessage message;
            try
            {
                message = await _messages.Reader.ReadAsync(limit.Token);
            }
            catch (Exception exception) when (exception is ChannelClosedException or OperationCanceledException)
            {
                throw new InvalidOperationException($"the driver sends nothing more; notes: {string.Join("; ", _notes)}; log: {_log}", exception);
            }

            if (message.Event != "note")
            {
                return message;
            }

            _notes.Add(message);
        }
    }

    /// <summary>The next message with this event; "started" is passed over, anything else is an error.</summary>
    public async Task<DriverMessage> NextAsync(string expected)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.Event == expected)
            {
                return message;
            }

            message.Event.ShouldBe("started", $"{message} instead of {expected}; {_log}");
        }
    }

    /// <summary>How a script ended: "done" or "failed".</summary>
    public async Task<DriverMessage> ResultAsync()
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.Event is "done" or "failed")
            {
                return message;
            }

            message.Event.ShouldBe("started", $"{message}; {_log}");
        }
    }

    /// <summary>Runs one script to its end.</summary>
    public async Task<DriverMessage> MeasureAsync(string path)
    {
        await RunAsync(path);
        return await ResultAsync();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public void Kill() => _process.Kill();

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(limit.Token);
        await _logging;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            CloseInput();
            await ExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var stream = new BufferedStream(_process.StandardOutput.BaseStream, 1 << 16);
        try
        {
            var line = new List<byte>();
            for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
            {
                if (next != '\n')
                {
                    line.Add((byte)next);
                    continue;
                }

                var fields = JsonNode.Parse(line.ToArray())!.AsObject(); // the driver sends objects only
                line.Clear();
                var payload = new byte[fields["payload"]?.GetValue<long>() ?? 0];
                await stream.ReadExactlyAsync(payload);
                _messages.Writer.TryWrite(new DriverMessage(fields, payload));
            }

            _messages.Writer.Complete(line.Count == 0 ? null : new InvalidDataException("the driver stopped within a message"));
        }
        catch (Exception exception) when (exception is IOException or System.Text.Json.JsonException)
        {
            _messages.Writer.Complete(exception);
        }
    }
}
