using System.Buffers;

namespace PolytomicBulk.Http;

/// <summary>The text of an answer, in memory that is used again.</summary>
internal static class AnswerText
{
    private const int FirstSize = 16 * 1024;

    /// <summary>The size from which parsing takes longer than passing the work to another thread.</summary>
    private const int SmallSize = 4 * 1024;

    /// <summary>Reads the whole text of an answer, and parses it.</summary>
    public static async Task<T> ParseAsync<T>(Stream stream, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancel)
    {
        var (bytes, count) = (ArrayPool<byte>.Shared.Rent(FirstSize), 0);
        try
        {
            for (var read = -1; read != 0; count += read)
            {
                if (count == bytes.Length) bytes = Grow(bytes);
#if NET
                read = await stream.ReadAsync(bytes.AsMemory(count), cancel).ConfigureAwait(false);
#else
                read = await stream.ReadAsync(bytes, count, bytes.Length - count, cancel).ConfigureAwait(false);
#endif
            }

            var text = new ReadOnlyMemory<byte>(bytes, 0, count);
            if (text.Span.StartsWith("\uFEFF"u8)) text = text[3..];
            return count < SmallSize ? parse(text) : await ParseLaterAsync(text, parse).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Parses after what is waiting already, so that the next requests are sent before many answers that arrive together are parsed.</summary>
    private static Task<T> ParseLaterAsync<T>(ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, T> parse) =>
        Task.Factory.StartNew(() => parse(text), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private static byte[] Grow(byte[] bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }
}
