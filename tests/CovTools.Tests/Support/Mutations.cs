using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace CovTools.Tests.Support;

/// <summary>Damages files in every way that counts, and checks what reading them does: a result or a <see cref="MalformedDataException"/>, in bounded time and memory.</summary>
internal static class Mutations
{
    private static readonly TimeSpan s_longestRead = TimeSpan.FromSeconds(5);

    /// <summary>How many variants of a format to read: 20,000, or what the environment variable COVTOOLS_MUTATIONS says.</summary>
    public static int Count { get; } = int.Parse(Environment.GetEnvironmentVariable("COVTOOLS_MUTATIONS") ?? "20000", CultureInfo.InvariantCulture);

    /// <summary>Reads every shorter form of a file.</summary>
    public static void Truncate(byte[] file, Action<byte[]> read)
    {
        for (var length = 0; length < file.Length; length++)
        {
            ShouldOnlyFailAsMalformed(file[..length], read, $"truncated to {length}");
        }
    }

    /// <summary>Reads seeded random variants of one file.</summary>
    /// <returns>How many of them were still readable.</returns>
    public static int Change(byte[] file, int count, Action<byte[]> read) => Change([file], count, read);

    /// <summary>
    /// Reads seeded random variants: flipped bits, replaced, swapped and doubled numbers, removed and repeated pieces, pieces of the other files, cut ends.
    /// </summary>
    /// <param name="files">The files to damage in turn; pieces of one get into the others.</param>
    /// <param name="count">Number of variants, usually <see cref="Count"/>.</param>
    /// <param name="read">Reads everything that the file holds.</param>
    /// <returns>How many of them were still readable.</returns>
    public static int Change(IReadOnlyList<byte[]> files, int count, Action<byte[]> read)
    {
        var readable = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])files[seed % files.Count].Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes = Change(bytes, files, random);
            }

            readable += ShouldOnlyFailAsMalformed(bytes, read, $"seed {seed}") ? 1 : 0;
        }

        return readable;
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> files, Random random)
    {
        if (bytes.Length < 16)
        {
            return bytes;
        }

        var place = random.Next(bytes.Length - 8);
        switch (random.Next(10))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[place] = (byte)random.Next(256);
                return bytes;
            case 2:
                return WithWord(bytes, place & ~7, Interesting(random), random);
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place & ~3), (uint)Interesting(random));
                return bytes;
            case 4:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(place & ~1), (ushort)Interesting(random));
                return bytes;
            case 5:
                return [.. bytes[..place], .. bytes[(place + random.Next(1, 8))..]];
            case 6:
                return [.. bytes[..(place + 8)], .. bytes[place..]];
            case 7:
                return Swapped(bytes, place & ~7, random.Next(bytes.Length - 8) & ~7);
            case 8:
                return Spliced(bytes, place, files[random.Next(files.Count)], random);
            default:
                return random.Next(4) == 0 ? bytes[..place] : WithWord(bytes, place & ~7, Near(bytes, place & ~7, random), random);
        }
    }

    private static byte[] WithWord(byte[] bytes, int place, ulong value, Random random)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(place), random.Next(4) == 0 ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    private static byte[] Swapped(byte[] bytes, int place, int other)
    {
        var (first, second) = (BitConverter.ToUInt64(bytes, place), BitConverter.ToUInt64(bytes, other));
        BitConverter.TryWriteBytes(bytes.AsSpan(place), second).ShouldBeTrue();
        BitConverter.TryWriteBytes(bytes.AsSpan(other), first).ShouldBeTrue();
        return bytes;
    }

    private static byte[] Spliced(byte[] bytes, int place, byte[] other, Random random)
    {
        var start = random.Next(other.Length);
        var size = Math.Min(random.Next(1, 129), other.Length - start);
        var end = random.Next(2) == 0 ? place : Math.Min(place + size, bytes.Length);
        return [.. bytes[..place], .. other.AsSpan(start, size), .. bytes[end..]];
    }

    private static ulong Near(byte[] bytes, int place, Random random) => unchecked(BitConverter.ToUInt64(bytes, place) + (ulong)random.NextInt64(-64, 65));

    private static ulong Interesting(Random random) => random.Next(11) switch
    {
        0 => 0,
        1 => 1,
        2 => ulong.MaxValue,
        3 => ulong.MaxValue - (ulong)random.Next(64),
        4 => 1UL << random.Next(64),
        5 => 1UL << 31,
        6 => 1UL << 60,
        7 => long.MaxValue,
        8 => uint.MaxValue,
        9 => (ulong)random.Next(4096),
        _ => (ulong)random.NextInt64(),
    };

    private static bool ShouldOnlyFailAsMalformed(byte[] bytes, Action<byte[]> read, string what)
    {
        var bound = (4L * bytes.Length) + (64 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var readable = true;
        try
        {
            read(bytes);
        }
        catch (MalformedDataException exception)
        {
            exception.File.ShouldNotBeEmpty();
            exception.Reason.ShouldNotBeEmpty();
            readable = false;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what}: {exception.GetType().Name}", exception);
        }

        if (GC.GetAllocatedBytesForCurrentThread() - before > bound || Stopwatch.GetElapsedTime(started) > s_longestRead)
        {
            throw new InvalidOperationException($"{what}: {GC.GetAllocatedBytesForCurrentThread() - before} bytes and {Stopwatch.GetElapsedTime(started)} for a file of {bytes.Length} bytes");
        }

        return readable;
    }
}
