namespace CovTools.Modules;

/// <summary>Sparse vectors as parallel arrays of ascending indices and values.</summary>
internal static class SparseArrays
{
    /// <summary>The union of two vectors; values at equal indices are combined.</summary>
    public static (uint[] Indices, T[] Values) Merge<T>(uint[] leftIndices, T[] leftValues, uint[] rightIndices, T[] rightValues, Func<T, T, T> combine)
    {
        var indices = new uint[leftIndices.Length + rightIndices.Length];
        var values = new T[indices.Length];
        int left = 0, right = 0, count = 0;
        while (left < leftIndices.Length || right < rightIndices.Length)
        {
            if (right == rightIndices.Length || (left < leftIndices.Length && leftIndices[left] < rightIndices[right]))
            {
                (indices[count], values[count]) = (leftIndices[left], leftValues[left]);
                left++;
            }
            else if (left == leftIndices.Length || rightIndices[right] < leftIndices[left])
            {
                (indices[count], values[count]) = (rightIndices[right], rightValues[right]);
                right++;
            }
            else
            {
                (indices[count], values[count]) = (leftIndices[left], combine(leftValues[left], rightValues[right]));
                left++;
                right++;
            }

            count++;
        }

        Array.Resize(ref indices, count);
        Array.Resize(ref values, count);
        return (indices, values);
    }

    /// <summary>
    /// The first vector less the second; entries that become zero go away. Entries of the second alone are combined with zero, so that the caller can count them.
    /// </summary>
    public static (uint[] Indices, T[] Values) Subtract<T>(uint[] indices, T[] values, uint[] floorIndices, T[] floorValues, Func<T, T, T> subtract)
        where T : struct, IEquatable<T>
    {
        var (all, differences) = (new List<uint>(indices.Length), new List<T>(indices.Length));
        var floor = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            for (; floor < floorIndices.Length && floorIndices[floor] < indices[i]; floor++)
            {
                subtract(default, floorValues[floor]);
            }

            var difference = floor < floorIndices.Length && floorIndices[floor] == indices[i] ? subtract(values[i], floorValues[floor++]) : values[i];
            if (!difference.Equals(default))
            {
                all.Add(indices[i]);
                differences.Add(difference);
            }
        }

        for (; floor < floorIndices.Length; floor++)
        {
            subtract(default, floorValues[floor]);
        }

        return ([.. all], [.. differences]);
    }

    /// <summary>The entries of a dense vector that are not zero.</summary>
    public static (uint[] Indices, T[] Values) FromDense<T>(ReadOnlySpan<T> dense)
        where T : struct, IEquatable<T>
    {
        var count = dense.Length - dense.Count(default(T));
        var indices = new uint[count];
        var values = new T[count];
        var next = 0;
        for (var position = dense.IndexOfAnyExcept(default(T)); position >= 0 && position < dense.Length;)
        {
            indices[next] = (uint)position;
            values[next++] = dense[position];
            position++;
            var step = dense[position..].IndexOfAnyExcept(default(T));
            if (step < 0)
            {
                break;
            }

            position += step;
        }

        return (indices, values);
    }
}
