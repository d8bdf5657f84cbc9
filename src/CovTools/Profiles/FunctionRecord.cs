using System.Text;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>What a profile holds about one version of a function. The memory belongs to whoever made the record: it may change afterwards.</summary>
/// <param name="NameHash">LLVM's hash of <paramref name="Name"/>.</param>
/// <param name="Name">The name as the compiler wrote it (mangled; statics with their file in front), usually UTF-8.</param>
/// <param name="FunctionHash">The structural hash that tells versions of a function apart.</param>
/// <param name="Counters">Counter values.</param>
/// <param name="Bitmap">MC/DC bitmap; empty when there is none.</param>
/// <param name="Values">What its value sites saw; null when it has none.</param>
public readonly record struct FunctionRecord(
    ulong NameHash, ReadOnlyMemory<byte> Name, ulong FunctionHash, ReadOnlyMemory<ulong> Counters, ReadOnlyMemory<byte> Bitmap, ValueProfile? Values = null)
{
    /// <summary>The name as text, invalid bytes replaced.</summary>
    public string NameText => Encoding.UTF8.GetString(Name.Span);

    /// <summary>Makes a record of a function by its name.</summary>
    public static FunctionRecord Create(string name, ulong functionHash, ReadOnlyMemory<ulong> counters, ReadOnlyMemory<byte> bitmap = default)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return new FunctionRecord(Objects.NameHash.Compute(bytes), bytes, functionHash, counters, bitmap);
    }
}
