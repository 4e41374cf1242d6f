using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PolytomicBulk.Sandbox;

/// <summary>The storage host: it knows no keys, only the signatures in its addresses.</summary>
public sealed partial class SandboxService
{
    private const string Storage = "https://storage.sandbox.invalid";

    private static bool IsStorage(SandboxRequest request) => request.Segments[0] == "storage";

    /// <summary>An address that is good for a while. Over a socket, the storage host is the sandbox's own.</summary>
    private string SignedUrl(SandboxRequest request, SandboxLog log, string name)
    {
        var host = request.Header("Host") is { Length: > 0 } own ? $"http://{own}" : Storage;
        var path = $"/storage/{log.SyncId}/{log.ExecutionId}/{Uri.EscapeDataString(name)}";
        var expires = (_clock.GetUtcNow() + LinksLast).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{host}{path}?Expires={expires}&Signature={Signature(path, expires)}";
    }

    private SandboxAnswer AnswerFromStorage(SandboxRequest request)
    {
        if (request.Header("Authorization") is not null || request.Header("X-Polytomic-Version") is not null) return StorageError(400, "InvalidArgument");
        if (request.Method != "GET") return StorageError(405, "MethodNotAllowed");
        var expires = request.Parameter("Expires") ?? "";
        if (request.Parameter("Signature") != Signature(request.Path, expires)) return StorageError(403, "SignatureDoesNotMatch");
        if (long.Parse(expires, CultureInfo.InvariantCulture) < _clock.GetUtcNow().ToUnixTimeSeconds()) return StorageError(403, "AccessDenied");

        lock (_gate)
        {
            return request.Segments is [_, var sync, var execution, var name] && FindFile(sync, execution, name) is { } file
                ? StoragePart(request, file)
                : StorageError(404, "NoSuchKey");
        }
    }

    private byte[]? FindFile(string syncId, string executionId, string name)
    {
        try
        {
            return FindLog(syncId, executionId).File(name);
        }
        catch (SandboxError)
        {
            // The sync was deleted, and its logs with it.
            return null;
        }
    }

    private static SandboxAnswer StoragePart(SandboxRequest request, byte[] file)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = "application/octet-stream",
            ["Accept-Ranges"] = "bytes",
            ["ETag"] = $"\"{Hash(file)}\"",
        };
        if (request.Header("If-Range") is { } version && version != headers["ETag"]) return new(200, file, headers);
        if (!Regex.IsMatch(request.Header("Range") ?? "", @"^bytes=\d+-$")) return new(200, file, headers);

        var start = long.Parse(request.Header("Range")!["bytes=".Length..^1], CultureInfo.InvariantCulture);
        headers["Content-Range"] = start < file.Length ? $"bytes {start}-{file.Length - 1}/{file.Length}" : $"bytes */{file.Length}";
        return start < file.Length ? new(206, [.. file.Skip((int)start)], headers) : new(416, [], headers);
    }

    private static SandboxAnswer StorageError(int status, string code) =>
        new(status, Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>"), new Dictionary<string, string> { ["Content-Type"] = "application/xml" });

    /// <summary>A rehearsal's signature: it keeps honest clients honest.</summary>
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
