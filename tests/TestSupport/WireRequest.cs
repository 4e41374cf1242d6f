using System.Text;

namespace TestSupport;

/// <summary>A request as received from the network.</summary>
public sealed class WireRequest
{
    private WireRequest(string method, string path, IReadOnlyDictionary<string, string> headers, byte[] body) =>
        (Method, PathAndQuery, Headers, Body) = (method, path, headers, body);

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The path and query.</summary>
    public string PathAndQuery { get; }

    /// <summary>The headers, whose names may be written in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    internal byte[] Body { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {PathAndQuery}";

    internal HttpRequestMessage ToMessage(Uri baseUri)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(baseUri, PathAndQuery)) { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    internal static async Task<WireRequest> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var bytes = new List<byte>();
        int end;
        while ((end = EndOfHead(bytes)) < 0) await ReadMoreAsync(stream, bytes, cancel);

        var lines = Encoding.ASCII.GetString([.. bytes], 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var start = end + 4;
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        while (bytes.Count < start + length) await ReadMoreAsync(stream, bytes, cancel);
        return lines[0].Split(' ') is [var method, var path, _] ? new(method, path, headers, [.. bytes.Skip(start)]) : throw new IOException("This is not HTTP.");
    }

    private static int EndOfHead(List<byte> bytes)
    {
        for (var i = 0; i + 3 < bytes.Count; i++)
        {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') return i;
        }

        return -1;
    }

    private static async Task ReadMoreAsync(Stream stream, List<byte> bytes, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, cancel);
        if (read == 0) throw new IOException("The client went away.");
        bytes.AddRange(buffer.AsSpan(0, read));
    }
}
