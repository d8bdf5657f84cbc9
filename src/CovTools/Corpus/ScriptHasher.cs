using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CovTools.Corpus;

/// <summary>Reads scripts and gives them their content hash and id.</summary>
internal sealed class ScriptHasher(string root)
{
    private const int BufferSize = 64 * 1024;
    private const int ReportEvery = 1024;
    private const int IdSize = 8;

    /// <summary>Hashes all scripts on all processors; returns the reason for each one that could not be read.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyDictionary<ScriptFile, string> HashAll(IReadOnlyList<ScriptFile> scripts, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<ScriptFile, string>(ReferenceEqualityComparer.Instance);
        var hashed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            scripts.Count,
            options,
            () => new byte[BufferSize],
            (index, _, buffer) =>
            {
                if (Hash(scripts[index], buffer, cancellationToken) is { } reason)
                {
                    lock (failures)
                    {
                        failures.Add(scripts[index], reason);
                    }
                }

                var done = Interlocked.Increment(ref hashed);
                if (done % ReportEvery == 0 || done == scripts.Count)
                {
                    progress?.Report(new ScanProgress(scripts.Count, done));
                }

                return buffer;
            },
            _ => { });
        return failures;
    }

    /// <summary>The beginning of SHA-256(path in UTF-8, NUL, SHA-256(content)).</summary>
    internal static ulong MakeId(string path, ContentHash hash)
    {
        var length = Encoding.UTF8.GetByteCount(path) + 1 + ContentHash.Size;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var end = Encoding.UTF8.GetBytes(path, buffer);
            buffer[end++] = 0;
            hash.CopyTo(buffer.AsSpan(end));
            Span<byte> digest = stackalloc byte[ContentHash.Size];
            SHA256.HashData(buffer.AsSpan(0, length), digest);
            return BinaryPrimitives.ReadUInt64BigEndian(digest[..IdSize]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string? Hash(ScriptFile script, byte[] buffer, CancellationToken cancellationToken)
    {
        var path = Path.Join(root, script.Path);
        try
        {
            // Opening a named pipe would wait for ever. Pipes, sockets and devices have no length; a link's length says nothing.
            var file = new FileInfo(path);
            if ((file.Length == 0 || (file.Attributes & FileAttributes.ReparsePoint) != 0) && !NativeFile.IsRegular(path))
            {
                return "it is not a regular file";
            }

            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> digest = stackalloc byte[ContentHash.Size];
            script.Length = ReadAndHash(handle, buffer, digest, cancellationToken);
            script.ContentHash = new ContentHash(digest);
            script.IdNumber = MakeId(script.Path, script.ContentHash);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileError.Describe(exception);
        }
    }

    private static long ReadAndHash(Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] buffer, Span<byte> digest, CancellationToken cancellationToken)
    {
        var filled = Fill(file, buffer, 0);
        if (filled < buffer.Length)
        {
            SHA256.HashData(buffer.AsSpan(0, filled), digest);
            return filled;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var total = 0L;
        while (filled > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, filled);
            total += filled;
            filled = Fill(file, buffer, total);
        }

        hash.GetHashAndReset(digest);
        return total;
    }

    private static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }
}
