using System.Net;
using System.Text;

namespace TestSupport;

/// <summary>An answer in the form in which it is sent.</summary>
internal sealed record WireAnswer(string Status, string Type, byte[] Body, string Headers = "")
{
    public WireAnswer(string status, string type, string body, string headers = "")
        : this(status, type, Encoding.UTF8.GetBytes(body), headers)
    {
    }

    /// <summary>The status line and the headers, without Content-Length.</summary>
    public string Head => $"HTTP/1.1 {Status}\r\nContent-Type: {Type}\r\n{Headers}Connection: close\r\n";

    /// <summary>The head with the length of the body, and the empty line after it.</summary>
    public string HeadWithLength => $"{Head}Content-Length: {Body.Length}\r\n\r\n";

    public byte[] FirstHalf => Body[..(Body.Length / 2)];

    public static async Task<WireAnswer> FromAsync(HttpResponseMessage message)
    {
        var headers = message.Headers.Concat(message.Content.Headers).Where(header => header.Key is not ("Content-Type" or "Content-Length"));
        return new(
            $"{(int)message.StatusCode} {message.ReasonPhrase}",
            message.Content.Headers.ContentType?.ToString() ?? "application/json",
            await message.Content.ReadAsByteArrayAsync(),
            string.Concat(headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n")));
    }
}
