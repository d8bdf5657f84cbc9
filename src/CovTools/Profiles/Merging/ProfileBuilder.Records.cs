using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <content>How records find each other and are added.</content>
public sealed partial class ProfileBuilder
{
    /// <summary>Adds a record once. When it is new, its memory becomes the profile's own.</summary>
    /// <param name="record">Its name was hashed; it shares no memory with others.</param>
    /// <param name="entry">Index of the record that it became, or was added to.</param>
    internal MergeIssues Adopt(in FunctionRecord record, out int entry)
    {
        var name = _names.FindOrKeep(record.NameHash, record.Name);
        entry = FindEntry(name, record.FunctionHash);
        MergeIssues issues;
        if (entry < 0)
        {
            entry = RecordCount;
            Watch(record.Counters.Span);
            var values = ValueMerge.First(record.Values, 1, out issues);
            AddEntry(name, record.FunctionHash, MemoryMarshal.AsMemory(record.Counters), MemoryMarshal.AsMemory(record.Bitmap), values);
        }
        else
        {
            issues = Merge(ref _entries[entry], record, 1);
        }

        Report = Report.With(issues);
        return issues;
    }

    private void AddRestOf(ProfileBuilder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddFlags(other.Flags);
        _binaryIds.UnionWith(other._binaryIds);
        AddVirtualTableNames(other.VirtualTableNames);
        if (other.Traces is { } traces)
        {
            _hasTraces = true;
            _traces.Add(traces);
        }

        Report = Report.With(other.Report);
    }

    /// <summary>Adds a record and tells with which one it was merged.</summary>
    /// <param name="record">Is copied.</param>
    /// <param name="weight">How many times to add it, at least 1.</param>
    /// <param name="isHashed">The name's hash was computed, not read from a file.</param>
    /// <param name="entry">Index of the record that it became, or was added to.</param>
    internal MergeIssues Add(in FunctionRecord record, ulong weight, bool isHashed, out int entry)
    {
        ArgumentOutOfRangeException.ThrowIfZero(weight);
        var name = _names.FindOrCopy(record.NameHash, record.Name.Span, isHashed);
        entry = FindEntry(name, record.FunctionHash);
        MergeIssues issues;
        if (entry < 0)
        {
            entry = RecordCount;
            issues = AddNew(name, record, weight);
        }
        else
        {
            issues = Merge(ref _entries[entry], record, weight);
        }

        Report = Report.With(issues);
        return issues;
    }

    /// <summary>Adds counters to the record that they belong to, when there is one, neither has anything else, and no sum comes near a limit.</summary>
    /// <param name="nameHash">What a file says to be the hash of the name.</param>
    /// <param name="name">The name.</param>
    /// <param name="functionHash">Hash of the record.</param>
    /// <param name="counters">Little-endian counters.</param>
    /// <returns>False when nothing was changed: the record is to be added like any other.</returns>
    internal bool TryAddCounters(ulong nameHash, ReadOnlySpan<byte> name, ulong functionHash, ReadOnlySpan<byte> counters)
    {
        var index = _names.Find(nameHash, name);
        var entry = index < 0 ? -1 : FindEntry(index, functionHash);
        if (entry < 0)
        {
            return false;
        }

        ref readonly var record = ref _entries[entry];
        return record.Counters.Length * sizeof(ulong) == counters.Length && record.Bitmap.IsEmpty && record.Values is null
            && CounterSums.TryAdd(record.Counters.Span, counters);
    }

    /// <summary>Index of the first record of a name; -1 when there is none.</summary>
    /// <param name="nameHash">Hash of the name.</param>
    internal int FindFirst(ulong nameHash)
    {
        var name = _names.Find(nameHash);
        return name < 0 ? -1 : _names[name].FirstEntry;
    }

    /// <summary>Index of a record; -1 when there is none.</summary>
    /// <param name="nameHash">Hash of its name.</param>
    /// <param name="functionHash">Its hash.</param>
    internal int Find(ulong nameHash, ulong functionHash)
    {
        var name = _names.Find(nameHash);
        return name < 0 ? -1 : FindEntry(name, functionHash);
    }

    private void AddVirtualTableNames(IReadOnlyList<ReadOnlyMemory<byte>> names)
    {
        foreach (var name in names)
        {
            _virtualTableNames ??= [];
            _virtualTableNames.TryAdd(NameHash.Compute(name.Span), name.ToArray());
        }
    }

    private int FindEntry(int name, ulong functionHash)
    {
        var first = _names[name].FirstEntry;
        if (first < 0 || _entries[first].FunctionHash == functionHash)
        {
            return first;
        }

        return _laterRecords is not null && _laterRecords.TryGetValue((name, functionHash), out var index) ? index : -1;
    }

    private MergeIssues AddNew(int name, in FunctionRecord record, ulong weight)
    {
        var counters = _counters.Copy(record.Counters.Span);
        var issues = MergeIssues.None;
        if (weight > 1)
        {
            // The copy already holds the record once.
            issues = Sum(counters.Span, record.Counters.Span, weight - 1);
        }
        else
        {
            Watch(counters.Span);
        }

        var values = ValueMerge.First(record.Values, weight, out var valueIssues);
        AddEntry(name, record.FunctionHash, counters, _bytes.Copy(record.Bitmap.Span), values);
        return issues | valueIssues;
    }

    private void AddEntry(int name, ulong functionHash, Memory<ulong> counters, Memory<byte> bitmap, ValueProfile? values)
    {
        var index = RecordCount;
        ref var owner = ref _names[name];
        if (owner.FirstEntry < 0)
        {
            owner.FirstEntry = index;
        }
        else
        {
            _entries[owner.LastEntry].NextEntry = index;
            _laterRecords ??= [];
            _laterRecords.Add((name, functionHash), index);
        }

        owner.LastEntry = index;
        owner.EntryCount++;
        HasValues |= values is not null;
        ReserveEntries(1);
        _entries[RecordCount++] = new ProfileEntry(name, functionHash, counters, bitmap, values);
    }

    private void ReserveEntries(int count)
    {
        if (RecordCount + count > _entries.Length)
        {
            var old = _entries;
            _entries = new ProfileEntry[Math.Max(Math.Max(RecordCount + count, RecordCount * 2), SmallestCapacity)];
            Array.Copy(old, _entries, RecordCount);
        }
    }

    private MergeIssues Merge(ref ProfileEntry entry, in FunctionRecord record, ulong weight)
    {
        if (entry.Counters.Length != record.Counters.Length)
        {
            return MergeIssues.CounterMismatch;
        }

        if (IsPseudo(entry.Counters.Span) || IsPseudo(record.Counters.Span))
        {
            return MergePseudo(entry, record);
        }

        var issues = Sum(entry.Counters.Span, record.Counters.Span, weight);
        if (entry.Bitmap.Length != record.Bitmap.Length)
        {
            return issues | MergeIssues.BitmapMismatch;
        }

        CounterSums.Unite(entry.Bitmap.Span, record.Bitmap.Span);
        entry.Values = ValueMerge.Add(entry.Values, record.Values, weight, out var valueIssues);
        return issues | valueIssues;
    }

    private bool IsPseudo(ReadOnlySpan<ulong> counters) => Release.HasPseudoCounts && !counters.IsEmpty && counters[0] >= ulong.MaxValue - 1;

    private MergeIssues MergePseudo(in ProfileEntry entry, in FunctionRecord record)
    {
        if (!IsPseudo(entry.Counters.Span) || !IsPseudo(record.Counters.Span))
        {
            return MergeIssues.CounterMismatch;
        }

        if (record.Counters.Span[0] == PseudoHot)
        {
            entry.Counters.Span[0] = PseudoHot;
        }

        return MergeIssues.None;
    }

    private MergeIssues Sum(Span<ulong> sums, ReadOnlySpan<ulong> counters, ulong weight)
    {
        var limited = CounterSums.Add(sums, counters, weight, Release.MaximumCount);
        Watch(sums);
        return limited ? MergeIssues.CounterOverflow : MergeIssues.None;
    }
}
