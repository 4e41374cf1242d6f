using System.Diagnostics.CodeAnalysis;

namespace PolytomicBulk.Sandbox;

/// <summary>A request to the sandbox, independent of the transport.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The encoded path.</param>
/// <param name="Query">The encoded query with its question mark, or an empty string.</param>
/// <param name="Header">Returns the value of a header, or null.</param>
/// <param name="Body">The bytes of the body. The array can be empty.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The transport passes the bytes on without a copy.")]
public sealed record SandboxRequest(string Method, string Path, string Query, Func<string, string?> Header, byte[] Body)
{
    internal IReadOnlyList<string> Segments { get; } = [.. Path.Split('/').Skip(1).Select(Uri.UnescapeDataString)];

    internal string? Parameter(string name) => Parameters(name).LastOrDefault();

    internal IEnumerable<string> Parameters(string name) =>
        from pair in Query.TrimStart('?').Split('&')
        let parts = pair.Split(['='], 2)
        where parts.Length == 2 && Uri.UnescapeDataString(parts[0]) == name
        select Uri.UnescapeDataString(parts[1].Replace('+', ' '));
}

/// <summary>The answer of the sandbox.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, which is JSON or empty.</param>
/// <param name="Headers">The headers, including those of the content.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The transport passes the bytes on without a copy.")]
public sealed record SandboxAnswer(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    internal static byte[] ToBytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
