using System.Runtime.CompilerServices;

namespace CovTools.Profiles;

internal sealed partial class IndexedRecords
{
    /// <summary>Looks a record up in the hash table. Safe for concurrent use.</summary>
    /// <param name="nameHash">Hash of its name.</param>
    /// <param name="functionHash">Its structural hash.</param>
    /// <param name="record">The first one with both hashes.</param>
    /// <param name="miss">Why there is none.</param>
    /// <exception cref="MalformedDataException">The bucket, or a record of that name, is damaged.</exception>
    public bool TryFind(ulong nameHash, ulong functionHash, out IndexedRecord record, out CounterMiss miss)
    {
        const ulong OtherKind = 1UL << 60;
        record = default;
        miss = CounterMiss.UnknownName;
        for (var items = EnterBucketOf(nameHash, out var position); items > 0; items--)
        {
            var (hash, data, end) = LocateItem(position);
            position = end;
            while (hash == nameHash && data < end)
            {
                record = Locate(ref data, end);
                if (record.FunctionHash == functionHash)
                {
                    return true;
                }

                var isSameKind = ((record.FunctionHash ^ functionHash) & OtherKind) == 0;
                miss = isSameKind || miss == CounterMiss.OtherHash ? CounterMiss.OtherHash : CounterMiss.OtherHashOfOtherKind;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads a byte of each bucket and of each item that the lookups of these names will read first. The reads do not depend on each other, so that the processor waits for many cache misses
    /// at the same time. Checks nothing. Safe for concurrent use.
    /// </summary>
    /// <returns>A number that nobody needs, so that no compiler leaves out the reads.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Touch(ReadOnlySpan<ulong> nameHashes)
    {
        const int Batch = 64;
        Span<int> places = stackalloc int[Batch];
        var sum = 0;
        while (!nameHashes.IsEmpty)
        {
            var batch = nameHashes[..Math.Min(Batch, nameHashes.Length)];
            for (var i = 0; i < batch.Length; i++)
            {
                places[i] = (int)_buffer.U64(_end + 16 + ((int)(batch[i] & _bucketMask) * 8));
            }

            foreach (var place in places[..batch.Length])
            {
                sum += _buffer.U16(place);
            }

            nameHashes = nameHashes[batch.Length..];
        }

        return sum;
    }

    /// <summary>The structural hashes of all records with a name, in the order of the file. Safe for concurrent use.</summary>
    /// <exception cref="MalformedDataException">The bucket, or a record of that name, is damaged.</exception>
    public IReadOnlyList<ulong> HashesOf(ulong nameHash)
    {
        var hashes = new List<ulong>();
        for (var items = EnterBucketOf(nameHash, out var position); items > 0; items--)
        {
            var (hash, data, end) = LocateItem(position);
            position = end;
            while (hash == nameHash && data < end)
            {
                hashes.Add(Locate(ref data, end).FunctionHash);
            }
        }

        return hashes;
    }

    /// <summary>The bitmap of a record. Safe for concurrent use.</summary>
    public ReadOnlySpan<byte> BitmapOf(scoped in IndexedRecord record) =>
        _version >= 14 ? _buffer.Span(record.Bitmap, record.BitmapSize) : Narrowed(record, new byte[record.BitmapSize]);

    /// <summary>How many names are in the bucket of a hash, and where the first one is.</summary>
    private int EnterBucketOf(ulong nameHash, out int position)
    {
        position = 0;
        var bucket = _buffer.U64(_end + 16 + ((int)(nameHash & _bucketMask) * 8));
        if (bucket == 0)
        {
            return 0;
        }

        var start = _buffer.Require(bucket, 2, _end, "the size of a bucket");
        position = start + 2;
        return _buffer.U16(start);
    }
}
