using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Merges raw profiles by adding their counter arrays: profiles of one module share their records and names byte for byte, which is checked. One thread uses it
/// at a time. A file goes in as a whole or not at all: what cannot be summed safely is left to the general way.
/// </summary>
internal sealed class RawSummer
{
    private readonly RawShapes _shapes;
    private readonly Func<ProfileBuilder> _newProfile;
    private readonly RawFile _file = new();
    private readonly Dictionary<RawShape, List<RawSum>> _sums = [];
    private List<NumberedInput> _added = [];

    /// <summary>Huge counts were met: look before adding.</summary>
    private bool _careful;

    /// <param name="shapes">The shapes that all threads share.</param>
    /// <param name="newProfile">Makes empty profiles with the rules of the merge.</param>
    public RawSummer(RawShapes shapes, Func<ProfileBuilder> newProfile) => (_shapes, _newProfile) = (shapes, newProfile);

    /// <summary>The sums.</summary>
    public IEnumerable<RawSum> Sums => _sums.Values.SelectMany(sums => sums).Where(sum => sum.Inputs.Count > 0);

    /// <summary>Inputs that were added once, but changed on the disk since and are in no sum any more.</summary>
    public List<NumberedInput> Dropped { get; } = [];

    /// <summary>Adds all profiles of a file.</summary>
    /// <param name="input">The file's name and weight.</param>
    /// <param name="source">The open file.</param>
    /// <returns>The profiles that were added, or null when the file must be read the general way; it then has left no trace.</returns>
    public IReadOnlyList<RawPart>? TryAdd(NumberedInput input, IByteSource source)
    {
        var changed = false;
        try
        {
            if (!_file.TryOpen(source))
            {
                return null;
            }

            var shapes = _file.Parts.Select(ShapeOf).ToArray();
            if (!Array.TrueForAll(shapes, shape => shape.IsSummable) || (_careful && !_file.Parts.All(HasSmallCounts)))
            {
                return null;
            }

            changed = true;
            for (var i = 0; i < shapes.Length; i++)
            {
                var sum = SumFor(shapes[i], input.Input.Weight);
                sum.Inputs.Add(input);
                if (!Add(_file.Parts[i], sum))
                {
                    _careful = true;
                    AddAllAgain();
                    return null;
                }
            }

            _added.Add(input);
            return _file.Parts;
        }
        catch (Exception exception) when (exception is MalformedDataException or IOException)
        {
            // The general way meets the same trouble, or finds the file whole again, and tells.
            if (changed)
            {
                AddAllAgain();
            }

            return null;
        }
    }

    /// <summary>Forgets all sums; their memory is used again.</summary>
    public void Clear()
    {
        _added.Clear();
        Dropped.Clear();
        ClearSums();
    }

    private RawSum SumFor(RawShape shape, ulong weight)
    {
        if (!_sums.TryGetValue(shape, out var sums))
        {
            _sums[shape] = sums = [];
        }

        foreach (var sum in sums)
        {
            if (sum.Weight == weight && sum.Inputs.Count < RawSum.MaximumProfiles)
            {
                return sum;
            }
        }

        sums.Add(new RawSum(shape, weight));
        return sums[^1];
    }

    private void ClearSums()
    {
        foreach (var sum in Sums)
        {
            sum.Clear();
        }
    }

    private RawShape ShapeOf(RawPart part) =>
        _shapes.GetOrAdd(RawShapeKey.Of(part.Header), shape => Fits(shape, part), () => new RawShape(_file.ImageOf(part), _file.Name, part.Header), _newProfile);

    private bool Fits(RawShape shape, RawPart part)
    {
        var (header, sections) = (part.Header, part.Sections);
        return _file.Visit(sections.BinaryIds, header.BinaryIdsSize, 1, shape.HasBinaryIds)
            && _file.Visit(sections.Names, header.NamesSize, 1, shape.HasNames)
            && _file.Visit(sections.Records, header.RecordCount * (ulong)header.Layout.Stride, header.Layout.Stride, shape.HasRecords);
    }

    private bool HasSmallCounts(RawPart part) => part.Header.CounterSize == 1
        || _file.Visit(part.Sections.Counters, part.Header.CounterCount * sizeof(ulong), sizeof(ulong), (piece, _) => AreSmall(CounterSums.Union(piece)));

    private bool Add(RawPart part, RawSum sum)
    {
        _file.Visit(part.Sections.Bitmap, part.Header.BitmapSize, 1, (piece, offset) =>
        {
            CounterSums.Unite(sum.Bitmap.AsSpan(offset, piece.Length), piece);
            return true;
        });
        return part.Header.CounterSize == 1
            ? _file.Visit(part.Sections.Counters, part.Header.CounterCount, 1, (piece, offset) =>
            {
                CounterSums.AddExecuted(sum.Counters.AsSpan(offset, piece.Length), piece);
                return true;
            })
            : _file.Visit(part.Sections.Counters, part.Header.CounterCount * sizeof(ulong), sizeof(ulong), (piece, offset) =>
                AreSmall(CounterSums.AddUnchecked(sum.Counters.AsSpan(offset / sizeof(ulong), piece.Length / sizeof(ulong)), piece)));
    }

    private static bool AreSmall(ulong union) => union >> RawSum.MaximumCountBits == 0;

    /// <summary>A file turned out to be unfit after a part of it was added: starts over with the others.</summary>
    private void AddAllAgain()
    {
        var added = _added;
        _added = [];
        ClearSums();
        Dropped.AddRange(added.Where(input => !TryAddAgain(input)));
    }

    private bool TryAddAgain(NumberedInput input)
    {
        try
        {
            using var file = new FileByteSource(input.Input.Path);
            return TryAdd(input, file) is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
