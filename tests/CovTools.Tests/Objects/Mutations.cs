namespace CovTools.Tests.Objects;

/// <summary>Damages files in every way that counts, and checks what reading them does.</summary>
internal static class Mutations
{
    /// <summary>Reads every shorter form of a file.</summary>
    public static void Truncate(byte[] file, Action<byte[]> read)
    {
        for (var length = 0; length < file.Length; length++)
        {
            ShouldOnlyFailAsMalformed(file[..length], read, $"truncated to {length}");
        }
    }

    /// <summary>Reads seeded random variants: flipped bits, replaced numbers, removed and repeated pieces.</summary>
    /// <returns>How many of them were still readable.</returns>
    public static int Change(byte[] file, int count, Action<byte[]> read)
    {
        var readable = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])file.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes = Change(bytes, random);
            }

            readable += ShouldOnlyFailAsMalformed(bytes, read, $"seed {seed}") ? 1 : 0;
        }

        return readable;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length < 16)
        {
            return bytes;
        }

        var place = random.Next(bytes.Length - 8);
        switch (random.Next(6))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[place] = (byte)random.Next(256);
                return bytes;
            case 2:
                BitConverter.TryWriteBytes(bytes.AsSpan(place & ~7), Interesting(random)).ShouldBeTrue();
                return bytes;
            case 3:
                BitConverter.TryWriteBytes(bytes.AsSpan(place & ~3), (uint)Interesting(random)).ShouldBeTrue();
                return bytes;
            case 4:
                return [.. bytes[..place], .. bytes[(place + random.Next(1, 8))..]];
            default:
                return [.. bytes[..(place + 8)], .. bytes[place..]];
        }
    }

    private static ulong Interesting(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => ulong.MaxValue - (ulong)random.Next(64),
        3 => 1UL << random.Next(64),
        4 => long.MaxValue,
        5 => uint.MaxValue,
        6 => (ulong)random.Next(4096),
        _ => (ulong)random.NextInt64(),
    };

    private static bool ShouldOnlyFailAsMalformed(byte[] bytes, Action<byte[]> read, string what)
    {
        const long Bound = 32 << 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
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

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Bound, what);
        return readable;
    }
}
