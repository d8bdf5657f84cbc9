using System.Collections;

namespace CovTools.Coverage;

/// <summary>Test vectors that are worked out when the first one is asked for.</summary>
internal sealed class LazyTestVectors(Func<McdcTestVector[]> make) : IReadOnlyList<McdcTestVector>
{
    private readonly Lazy<McdcTestVector[]> _vectors = new(make);

    public int Count => _vectors.Value.Length;

    public McdcTestVector this[int index] => _vectors.Value[index];

    public IEnumerator<McdcTestVector> GetEnumerator() => ((IEnumerable<McdcTestVector>)_vectors.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
