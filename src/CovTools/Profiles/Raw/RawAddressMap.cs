namespace CovTools.Profiles;

/// <summary>What was at an address in the process: turns the addresses that value sites saw into name hashes (InstrProfSymtab in llvm/ProfileData/InstrProf.cpp).</summary>
internal sealed class RawAddressMap
{
    private readonly Dictionary<ulong, ulong> _functions = [];
    private readonly RawVirtualTable[] _tables;

    /// <summary>Collects the addresses of a profile; of several records with one address the first counts.</summary>
    public RawAddressMap(RawRecordTable records, IEnumerable<RawVirtualTable> tables)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var record = records.Read(i);
            if (record.FunctionPointer != 0)
            {
                _functions.TryAdd(record.FunctionPointer, record.NameHash);
            }
        }

        _tables = [.. tables.Where(table => table.Address != 0 && table.Length > 0).OrderBy(table => table.Address)];
    }

    /// <summary>The value of a site as profiles keep it; 0 for a function or table that the profile does not know.</summary>
    public ulong Resolve(ValueKind kind, ulong value) => kind switch
    {
        ValueKind.IndirectCallTarget => _functions.GetValueOrDefault(value),
        ValueKind.VirtualTableTarget => FindTable(value),
        _ => value,
    };

    private ulong FindTable(ulong address)
    {
        var (low, high) = (0, _tables.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tables[middle].Address <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && address - _tables[low - 1].Address < _tables[low - 1].Length ? _tables[low - 1].NameHash : 0;
    }
}
