namespace CovTools.Containers;

/// <summary>A file with the length that was promised for it: more is cut off, less is an error, so that an archive stays in step.</summary>
internal sealed class FixedLengthStream : Stream
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _length;
    private long _position;

    /// <summary>Opens <paramref name="path"/>, whatever others do to it meanwhile.</summary>
    public FixedLengthStream(string path, long length)
    {
        _path = path;
        _length = length;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > _length - _position)
        {
            buffer = buffer[..(int)(_length - _position)];
        }

        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = await _file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Advance(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, _length - _position);
        return count == 0 ? 0 : Advance(_file.Read(buffer, offset, count));
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Advance(int read)
    {
        if (read == 0)
        {
            throw new IOException($"{_path} became shorter while it was copied: {_position} of {_length} bytes");
        }

        _position += read;
        return read;
    }
}
