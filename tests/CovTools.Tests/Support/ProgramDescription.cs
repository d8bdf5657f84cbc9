using System.Text.Json;

namespace CovTools.Tests.Support;

/// <summary>What tests need to know of an entry of tests/Fixtures/programs/programs.json before it is built.</summary>
/// <param name="Name">Name of the program and of its folder.</param>
/// <param name="Language">c, c++, rust, or text for profiles in text form.</param>
/// <param name="First">First LLVM release that builds or reads it; 0 = all.</param>
/// <param name="Last">Last LLVM release.</param>
/// <param name="NeedsMore">It needs a linker or a C library beside the compiler.</param>
/// <param name="HasCoverage">It is built with a coverage mapping.</param>
/// <param name="Refused">We refuse its profiles on purpose.</param>
internal sealed record ProgramDescription(string Name, string Language, int First, int Last, bool NeedsMore, bool HasCoverage, bool Refused)
{
    public static ProgramDescription Read(JsonElement entry) => new(
        entry.GetProperty("name").GetString()!,
        entry.GetProperty("language").GetString()!,
        entry.TryGetProperty("from", out var first) ? first.GetInt32() : 0,
        entry.TryGetProperty("to", out var last) ? last.GetInt32() : int.MaxValue,
        entry.TryGetProperty("needs", out _),
        !entry.TryGetProperty("instrument", out var instrument) || instrument.GetString() == "coverage",
        entry.TryGetProperty("ours", out var ours) && ours.GetString() == "refused");

    /// <summary>Whether the tests expect a built program of a release: what builds everywhere that the release's compiler is, except what is refused.</summary>
    public bool IsFor(int release) => Language != "rust" && !NeedsMore && !Refused && release >= First && release <= Last;
}
