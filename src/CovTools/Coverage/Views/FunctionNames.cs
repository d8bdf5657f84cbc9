using System.Text;
using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Names as LLVM shows them (getFuncNameWithoutPrefix in llvm/ProfileData/InstrProf.cpp).</summary>
internal static class FunctionNames
{
    /// <summary>The name without the first file in front; names of functions without files lose the mark of that.</summary>
    public static ReadOnlySpan<byte> Shown(CoverageMapping mapping, int function, ReadOnlySpan<int> files)
    {
        var name = mapping.NameBytes(function);
        if (files.IsEmpty)
        {
            const string Unknown = "<unknown>";
            return StartsWith(name, Unknown) ? name[Math.Min(Unknown.Length + 1, name.Length)..] : name;
        }

        var file = mapping.FileTable.Raw(files[0]);
        return file.Length > 0 && StartsWith(name, file) ? name[Math.Min(file.Length + 1, name.Length)..] : name;
    }

    public static string ShownText(CoverageMapping mapping, int function, ReadOnlySpan<int> files) => Encoding.UTF8.GetString(Shown(mapping, function, files));

    private static bool StartsWith(ReadOnlySpan<byte> name, string prefix)
    {
        if (name.Length < prefix.Length)
        {
            return false;
        }

        for (var i = 0; i < prefix.Length; i++)
        {
            if (name[i] != prefix[i])
            {
                return false;
            }
        }

        return true;
    }
}
