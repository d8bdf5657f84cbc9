namespace CovTools.Reports;

/// <summary>
/// The order in which std::sort of libstdc++ (introsort, since GCC 3) leaves items that compare equal: llvm-cov prints some lists in it, and its outputs are to be equal byte by byte.
/// </summary>
internal static class CppSort
{
    private const int Threshold = 16;

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public delegate bool Less<T>(in T left, in T right);

    /// <summary>Sorts <paramref name="items"/>.</summary>
    public static void Sort<T>(Span<T> items, Less<T> less)
    {
        if (items.Length < 2)
        {
            return;
        }

        Introsort(items, System.Numerics.BitOperations.Log2((uint)items.Length) * 2, less);
        FinalInsertionSort(items, less);
    }

    private static void Introsort<T>(Span<T> items, int depth, Less<T> less)
    {
        while (items.Length > Threshold)
        {
            if (depth-- == 0)
            {
                HeapSort(items, less);
                return;
            }

            var cut = Partition(items, less);
            Introsort(items[cut..], depth, less);
            items = items[..cut];
        }
    }

    /// <summary>Puts the median of three in front and partitions the rest around it.</summary>
    private static int Partition<T>(Span<T> items, Less<T> less)
    {
        MedianToFirst(items, 1, items.Length / 2, items.Length - 1, less);
        var pivot = items[0];
        var (first, last) = (1, items.Length);
        while (true)
        {
            while (less(items[first], pivot))
            {
                first++;
            }

            last--;
            while (less(pivot, items[last]))
            {
                last--;
            }

            if (first >= last)
            {
                return first;
            }

            (items[first], items[last]) = (items[last], items[first]);
            first++;
        }
    }

    private static void MedianToFirst<T>(Span<T> items, int a, int b, int c, Less<T> less)
    {
        var median = less(items[a], items[b])
            ? less(items[b], items[c]) ? b : less(items[a], items[c]) ? c : a
            : less(items[a], items[c]) ? a : less(items[b], items[c]) ? c : b;
        (items[0], items[median]) = (items[median], items[0]);
    }

    private static void FinalInsertionSort<T>(Span<T> items, Less<T> less)
    {
        var guarded = Math.Min(Threshold, items.Length);
        for (var i = 1; i < guarded; i++)
        {
            var item = items[i];
            if (less(item, items[0]))
            {
                items[..i].CopyTo(items[1..]);
                items[0] = item;
            }
            else
            {
                InsertUnguarded(items, i, item, less);
            }
        }

        for (var i = guarded; i < items.Length; i++)
        {
            InsertUnguarded(items, i, items[i], less);
        }
    }

    private static void InsertUnguarded<T>(Span<T> items, int hole, T item, Less<T> less)
    {
        while (less(item, items[hole - 1]))
        {
            items[hole] = items[hole - 1];
            hole--;
        }

        items[hole] = item;
    }

    private static void HeapSort<T>(Span<T> items, Less<T> less)
    {
        for (var parent = (items.Length - 2) / 2; parent >= 0; parent--)
        {
            AdjustHeap(items, parent, items.Length, items[parent], less);
        }

        for (var last = items.Length - 1; last > 0; last--)
        {
            var item = items[last];
            items[last] = items[0];
            AdjustHeap(items, 0, last, item, less);
        }
    }

    /// <summary>Lets the hole sink to a leaf, then lets the item rise from there.</summary>
    private static void AdjustHeap<T>(Span<T> items, int hole, int length, T item, Less<T> less)
    {
        var top = hole;
        var child = hole;
        while (child < (length - 1) / 2)
        {
            child = (2 * child) + 2;
            if (less(items[child], items[child - 1]))
            {
                child--;
            }

            items[hole] = items[child];
            hole = child;
        }

        if ((length & 1) == 0 && child == (length - 2) / 2)
        {
            child = (2 * child) + 1;
            items[hole] = items[child];
            hole = child;
        }

        var parent = (hole - 1) / 2;
        while (hole > top && less(items[parent], item))
        {
            items[hole] = items[parent];
            hole = parent;
            parent = (hole - 1) / 2;
        }

        items[hole] = item;
    }
}
