using System.Globalization;

namespace CovTools.Cli.Doctor;

/// <summary>The doctor's findings for people.</summary>
internal static class DiagnosisText
{
    public static void Write(Diagnosis diagnosis, TextWriter writer)
    {
        var machine = diagnosis.Machine;
        Row("system", $"{machine.System}, {machine.Architecture}");
        Row("cpu", $"{machine.CpuLevel}{(diagnosis.Library is null ? "" : diagnosis.Pins.Count > 0 ? $", pinned by {string.Join(", ", diagnosis.Pins)}" : ", not pinned: a library that chooses its code by the processor covers other lines on another one")}");
        Row("exec", machine.Exec.Length == 0 ? "any end of a process keeps its counters" : machine.Exec);
        Row("live", machine.PtraceScope switch
        {
            "0" => "processes of this user",
            "1" => "processes that this tool started, and all for root (ptrace_scope 1)",
            "2" => "root only (ptrace_scope 2)",
            _ => $"nobody (ptrace_scope {machine.PtraceScope})",
        });
        foreach (var compiler in machine.Compilers)
        {
            Row(compiler.Name, compiler.Problem.Length == 0 ? "instruments" : $"cannot instrument: {compiler.Problem}");
        }

        if (diagnosis.Probe is not { } probe)
        {
            Row("scripts", $"cannot run: {diagnosis.Failure}");
            return;
        }

        var ready = probe.Ready;
        Row("host", $"{probe.Host}{(probe.ImageId is null ? "" : $", image {probe.ImageId}")}, {ready.System}, {ready.Cpu}, Python {ready.Python}");
        Row("capture", $"{ready.Capture.ToString().ToLowerInvariant()}{(ready.Capture == Execution.CaptureKind.Memory ? "" : $": {ready.Reason}")}");
        Row("fork", ready.Isolation == Execution.IsolationKind.Fork
            ? string.Create(CultureInfo.InvariantCulture, $"safe ({ready.Threads} thread after the import, which takes {ready.ImportSeconds:0.0} s once)")
            : $"not safe, every script imports anew: {ready.Reason}");
        foreach (var module in probe.Modules)
        {
            Row("module", module.Layout is { } layout
                ? string.Create(CultureInfo.InvariantCulture, $"{module.Path}: LLVM {layout.Release.Major}, raw version {layout.RawVersion}, {layout.Functions.Count} functions, {layout.CounterCount} counters of {layout.CounterSize} bytes{(module.Problem.Length > 0 ? $"; {module.Problem}" : "")}")
                : $"{module.Path}: {module.Problem}");
        }

        if (diagnosis.Library is not null && probe.Modules.Count == 0)
        {
            Row("module", "none: the library's import loads nothing that is instrumented (build it with -fprofile-instr-generate -fcoverage-mapping)");
        }

        foreach (var end in probe.Ends)
        {
            Row("end", $"{end.Name}: {end.Loss ?? "kept"}");
        }

        foreach (var note in probe.Notes)
        {
            Row("note", note);
        }

        void Row(string what, string found) => writer.WriteLine($"{what,-10} {found}");
    }
}
