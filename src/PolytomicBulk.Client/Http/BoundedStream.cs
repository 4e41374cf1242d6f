namespace PolytomicBulk.Http;

/// <summary>An answer is larger than any answer of the API.</summary>
internal sealed class TooLargeException(string message) : Exception(message);

/// <summary>An answer has no body.</summary>
internal sealed class EmptyAnswerException : Exception;

/// <summary>
/// The decompressed body of an answer, up to a limit, because a few megabytes can decompress to gigabytes. Objects are counted too: an empty object has
/// two bytes, but takes hundreds of bytes in memory.
/// </summary>
/// <param name="body">The decompressed body.</param>
/// <param name="received">Runs when the whole body has been read.</param>
internal sealed class BoundedStream(Stream body, Action? received = null) : Stream
{
    /// <summary>Twice the size of a source with 1,500 schemas of 300 fields.</summary>
    public const int MostMebibytes = 128;

    /// <summary>The maximum number of objects and lists in an answer.</summary>
    public const int MostObjects = 1_000_000;

    private long _bytes;
    private int _objects;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _bytes; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset, body.Read(buffer, offset, count)));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET
        return await ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
#else
        var read = await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        return Count(buffer.AsSpan(offset, read));
#endif
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Count(buffer.Span[..read]);
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(ReadOnlySpan<byte> read)
    {
        if (read.IsEmpty) received?.Invoke();
        _bytes += read.Length;
        if (_bytes > MostMebibytes * 1024L * 1024) throw new TooLargeException($"it is larger than {MostMebibytes} MiB");
        for (var rest = read; rest.IndexOfAny((byte)'{', (byte)'[') is var next and >= 0; rest = rest[(next + 1)..]) _objects++;
        if (_objects > MostObjects) throw new TooLargeException(FormattableString.Invariant($"it holds more than {MostObjects:N0} objects and lists"));
        return read.Length;
    }
}
