using System.Collections.Concurrent;

namespace CovTools.Profiles;

/// <summary>The shapes that were met. Thread-safe.</summary>
internal sealed class RawShapes
{
    private readonly ConcurrentDictionary<RawShapeKey, List<RawShape>> _shapes = [];

    /// <summary>The shape with that key that fits, or a new one.</summary>
    /// <param name="key">Key of a profile.</param>
    /// <param name="fits">Whether a shape's bytes are the profile's.</param>
    /// <param name="make">Makes the profile's own shape.</param>
    public RawShape GetOrAdd(RawShapeKey key, Predicate<RawShape> fits, Func<RawShape> make)
    {
        var known = _shapes.GetOrAdd(key, static _ => []);
        lock (known)
        {
            if (known.Count == 0)
            {
                known.Add(make());
                return known[0];
            }
        }

        // Shapes are only ever added; comparing needs no lock.
        for (var i = 0; ; i++)
        {
            RawShape? next = null;
            lock (known)
            {
                if (i == known.Count)
                {
                    known.Add(next = make());
                    return next;
                }

                next = known[i];
            }

            if (fits(next))
            {
                return next;
            }
        }
    }
}
