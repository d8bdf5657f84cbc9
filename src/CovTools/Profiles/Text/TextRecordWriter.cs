using System.Globalization;
using System.Text;

namespace CovTools.Profiles;

/// <summary>Writes a record of a text profile (InstrProfWriter::writeRecordInText in llvm/ProfileData/InstrProfWriter.cpp).</summary>
internal sealed class TextRecordWriter
{
    private readonly TextOutput _output;
    private readonly Func<ulong, ReadOnlyMemory<byte>> _nameOf;
    private readonly bool _bitmaps;
    private readonly int _kinds;

    /// <summary>Writes as a release does.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="release">Bitmaps are known since 18, values of virtual tables since 19.</param>
    /// <param name="nameOf">The name of a hash; empty when it is not known.</param>
    public TextRecordWriter(TextOutput output, LlvmRelease release, Func<ulong, ReadOnlyMemory<byte>> nameOf)
    {
        _output = output;
        _nameOf = nameOf;
        _bitmaps = release.Major >= 18;
        _kinds = ValueDataBlock.KindsOf(release);
    }

    public void Write(ReadOnlySpan<byte> name, ulong functionHash, ReadOnlySpan<ulong> counters, ReadOnlySpan<byte> bitmap, ValueProfile? values)
    {
        _output.Bytes(name);
        _output.Bytes("\n# Func Hash:\n"u8);
        _output.Line(functionHash);
        _output.Bytes("# Num Counters:\n"u8);
        _output.Line((ulong)counters.Length);
        _output.Bytes("# Counter Values:\n"u8);
        foreach (var counter in counters)
        {
            _output.Line(counter);
        }

        if (_bitmaps && !bitmap.IsEmpty)
        {
            WriteBitmap(bitmap);
        }

        if (values is not null)
        {
            WriteValues(values);
        }

        _output.Bytes("\n"u8);
    }

    private void WriteBitmap(ReadOnlySpan<byte> bitmap)
    {
        _output.Bytes("# Num Bitmap Bytes:\n$"u8);
        _output.Line((ulong)bitmap.Length);
        _output.Bytes("# Bitmap Byte Values:\n"u8);
        foreach (var value in bitmap)
        {
            _output.Bytes(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"0x{value:x}\n")));
        }

        _output.Bytes("\n"u8);
    }

    private void WriteValues(ValueProfile values)
    {
        var count = 0UL;
        for (var kind = 0; kind < _kinds; kind++)
        {
            count += values.Sites((ValueKind)kind).Count > 0 ? 1UL : 0;
        }

        if (count == 0)
        {
            return;
        }

        _output.Bytes("# Num Value Kinds:\n"u8);
        _output.Line(count);
        for (var kind = 0; kind < _kinds; kind++)
        {
            var sites = values.Sites((ValueKind)kind);
            if (sites.Count > 0)
            {
                WriteSites((ValueKind)kind, sites);
            }
        }
    }

    private void WriteSites(ValueKind kind, IReadOnlyList<IReadOnlyList<ValueCount>> sites)
    {
        _output.Bytes("# ValueKind = "u8);
        _output.Bytes(kind switch
        {
            ValueKind.IndirectCallTarget => "IPVK_IndirectCallTarget"u8,
            ValueKind.MemoryOperationSize => "IPVK_MemOPSize"u8,
            _ => "IPVK_VTableTarget"u8,
        });
        _output.Bytes(":\n"u8);
        _output.Line((ulong)kind);
        _output.Bytes("# NumValueSites:\n"u8);
        _output.Line((ulong)sites.Count);
        foreach (var site in sites)
        {
            _output.Line((ulong)site.Count);
            foreach (var value in site)
            {
                WriteValue(kind, value);
            }
        }
    }

    private void WriteValue(ValueKind kind, ValueCount value)
    {
        if (kind == ValueKind.MemoryOperationSize)
        {
            _output.Number(value.Value);
        }
        else
        {
            var name = _nameOf(value.Value);
            _output.Bytes(name.IsEmpty ? TextValues.External : name.Span);
        }

        _output.Bytes(":"u8);
        _output.Line(value.Count);
    }
}
