namespace CovTools.Profiles;

/// <summary>The shapes that were met. Thread-safe.</summary>
internal sealed class RawShapes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RawShapeKey, List<RawShape>> _shapes = [];

    /// <summary>The shape with that key that fits, or a new one.</summary>
    /// <param name="key">Key of a profile.</param>
    /// <param name="fits">Whether a shape's bytes are the profile's.</param>
    /// <param name="make">Makes the profile's own shape.</param>
    /// <param name="newProfile">Makes an empty profile for the records of the first shape: often all profiles are of one module.</param>
    public RawShape GetOrAdd(RawShapeKey key, Predicate<RawShape> fits, Func<RawShape> make, Func<ProfileBuilder> newProfile)
    {
        // Shapes are only ever added; comparing needs no lock.
        for (var i = 0; ; i++)
        {
            RawShape? next;
            lock (_lock)
            {
                next = Known(key, i);
                if (next is null)
                {
                    return Add(key, make(), newProfile);
                }
            }

            if (fits(next))
            {
                return next;
            }
        }
    }

    private RawShape? Known(RawShapeKey key, int index) => _shapes.TryGetValue(key, out var known) && index < known.Count ? known[index] : null;

    private RawShape Add(RawShapeKey key, RawShape shape, Func<ProfileBuilder> newProfile)
    {
        if (_shapes.Count == 0 && shape.IsSummable)
        {
            shape.StartDecoding(newProfile());
        }

        if (!_shapes.TryGetValue(key, out var known))
        {
            _shapes[key] = known = [];
        }

        known.Add(shape);
        return shape;
    }
}
