namespace TestSupport;

/// <summary>Bytes from a connection that breaks after them.</summary>
internal sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("Connection reset by peer");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = base.Read(buffer.Span);
        return read > 0 ? new(read) : throw new IOException("Connection reset by peer");
    }
#endif
}
