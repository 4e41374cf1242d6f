using System.Security.Cryptography;

namespace PolytomicBulk.Sandbox;

/// <summary>The storage host. It accepts only signed addresses, and no keys.</summary>
internal sealed class SandboxStorage(TimeProvider clock)
{
    /// <summary>How long a signed address is valid.</summary>
    public static readonly TimeSpan LinksLast = TimeSpan.FromMinutes(15);

    private const string Host = "https://storage.sandbox.invalid";

    public static bool IsFor(SandboxRequest request) => request.Segments is ["storage", ..];

    /// <summary>An address that is valid for a limited time. Over a socket, the storage host is the host of the sandbox.</summary>
    public string SignedUrl(SandboxRequest request, SandboxLog log, string name)
    {
        var host = request.Header("Host") is { Length: > 0 } own ? $"http://{own}" : Host;
        var path = $"/storage/{log.SyncId}/{log.ExecutionId}/{Uri.EscapeDataString(name)}";
        var expires = (clock.GetUtcNow() + LinksLast).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{host}{path}?Expires={expires}&Signature={Signature(path, expires)}";
    }

    public SandboxAnswer Answer(SandboxRequest request, Func<IReadOnlyList<string>, byte[]?> find)
    {
        if (request.Header("Authorization") is not null || request.Header("X-Polytomic-Version") is not null) return StorageError(400, "InvalidArgument");
        if (request.Method != "GET") return StorageError(405, "MethodNotAllowed");
        var expires = request.Parameter("Expires") ?? "";
        if (request.Parameter("Signature") != Signature(request.Path, expires)) return StorageError(403, "SignatureDoesNotMatch");
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var end) || end < clock.GetUtcNow().ToUnixTimeSeconds())
            return StorageError(403, "AccessDenied");
        return find([.. request.Segments.Skip(1)]) is { } file ? Part(request, file) : StorageError(404, "NoSuchKey");
    }

    private static SandboxAnswer Part(SandboxRequest request, byte[] file)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = "application/octet-stream",
            ["Accept-Ranges"] = "bytes",
            ["ETag"] = $"\"{Hash(file)}\"",
        };
        if (request.Header("If-Range") is { } version && version != headers["ETag"]) return new(200, file, headers);
        if (Regex.Match(request.Header("Range") ?? "", @"^bytes=([0-9]{1,18})-\z") is not { Success: true } range) return new(200, file, headers);

        var start = long.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
        headers["Content-Range"] = start < file.Length ? $"bytes {start}-{file.Length - 1}/{file.Length}" : $"bytes */{file.Length}";
        return start < file.Length ? new(206, [.. file.Skip((int)start)], headers) : new(416, [], headers);
    }

    private static SandboxAnswer StorageError(int status, string code) =>
        new(status, Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>"), new Dictionary<string, string> { ["Content-Type"] = "application/xml" });

    /// <summary>A signature for the sandbox only. It is not secure.</summary>
    private static string Signature(string path, string expires) => Hash(Encoding.UTF8.GetBytes($"sandbox {path} {expires}"));

    private static string Hash(byte[] bytes)
    {
#if NET
        return Convert.ToHexString(SHA256.HashData(bytes))[..32];
#else
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(bytes)).Replace("-", "")[..32];
#endif
    }
}
