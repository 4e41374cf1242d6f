using System.Net;
using System.Text.Json;
using PolytomicBulk.Json;

namespace PolytomicBulk.Http;

/// <summary>The one place that makes exceptions of answers and accidents.</summary>
internal static class Failures
{
    private const int LongestMessage = 500;

    private const string Unready =
        "The service has not finished reading the schemas of the connection, as for a while after it was made. Try again when it has.";

    public static async Task<PolytomicApiException> FromAnswerAsync(
        ApiRequest request, HttpResponseMessage answer, PolytomicCredential? credential, TimeProvider clock, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
        {
            var target = TargetOf(answer);
            return BadResponse(request, $"it redirects to {target}, and a credential goes only to the address it was given for", answer, credential);
        }

        var body = await ReadErrorAsync(answer, cancel).ConfigureAwait(false);
        var said = Safe(body?.Message, credential).TrimEnd('.') is { Length: > 0 } message ? $": {message}" : "";
        var failure = FromStatus(status);
        var isUnready = SchemaCache.IsUnready(status, body?.Message);
        return new PolytomicApiException(
            failure, $"Could not {request.Action}. The service answered {status}{Reason(answer, credential)}{said}. {(isUnready ? Unready : Advice(failure))}")
        {
            Resource = isUnready ? ResourceKind.SchemaCache : request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
            StatusCode = answer.StatusCode,
            Key = Safe(body?.Key, credential) is { Length: > 0 } key ? key : null,
            Metadata = Safe(body?.Metadata, credential),
            RequestId = RequestId(answer, credential),
            RetryAfter = RetryAfter(answer, clock),
        };
    }

    public static PolytomicApiException BadResponse(
        ApiRequest request, string why, HttpResponseMessage? answer, PolytomicCredential? credential, Exception? inner = null) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not {request.Action}. The answer is not the Polytomic API's: {Safe(why, credential)}. {Advice(PolytomicFailure.BadResponse)}",
            Safe(inner, credential))
        {
            Resource = request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
            StatusCode = answer?.StatusCode,
            RequestId = answer is null ? null : RequestId(answer, credential),
        };

    /// <summary>An id cannot stand in an address. Nothing was sent.</summary>
    public static PolytomicApiException UnfitSegment(ApiRequest request, string segment) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not {request.Action}. The id '{segment}' cannot be part of an address: it would lead to another one. Nothing was sent. Check the id.")
        {
            Resource = request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
        };

    public static PolytomicApiException Timeout(ApiRequest request, TimeSpan limit) =>
        new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"Could not {request.Action}. No whole answer came within {limit.TotalSeconds:0.###} s. ")
                + Advice(PolytomicFailure.Timeout))
        {
            Resource = request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
        };

    public static PolytomicApiException ConnectionFailed(ApiRequest request, Uri baseUri, PolytomicCredential? credential, Exception inner)
    {
        var root = inner;
        while (root.InnerException is { } deeper) root = deeper;
        return new(
            PolytomicFailure.ConnectionFailed,
            $"Could not {request.Action}. The connection to {baseUri.Authority} failed: {Safe(root.Message, credential).TrimEnd('.')}. "
                + $"{Advice(PolytomicFailure.ConnectionFailed)}",
            Safe(inner, credential))
        {
            Resource = request.Resource,
            Method = request.Method.Method,
            Path = "/" + request.Path,
        };
    }

    public static PolytomicApiException StorageAnswered(string name, Uri address, HttpResponseMessage answer, TimeProvider clock)
    {
        var failure = answer.StatusCode == HttpStatusCode.Unauthorized ? PolytomicFailure.Forbidden : FromStatus((int)answer.StatusCode);
        var advice = failure switch
        {
            PolytomicFailure.Forbidden or PolytomicFailure.InvalidRequest => "Its address is good for a while only: run the command again to get a new one.",
            PolytomicFailure.NotFound => "Logs are kept for a while only.",
            _ => Advice(failure),
        };
        return new(
            failure, $"{NotDownloaded(name)} The storage host {address.Host} answered {(int)answer.StatusCode}{Reason(answer, credential: null)}. {advice}")
        {
            StatusCode = answer.StatusCode,
            RetryAfter = RetryAfter(answer, clock),
        };
    }

    /// <summary>The bytes are not the file's own.</summary>
    public static PolytomicApiException StorageEncoded(string name, Uri address, string encoding) =>
        new(
            PolytomicFailure.BadResponse,
            $"{NotDownloaded(name)} The storage host {address.Host} sends it compressed ({Safe(encoding, credential: null)}), which nobody asked for. "
                + Advice(PolytomicFailure.BadResponse));

    public static PolytomicApiException StorageTimeout(string name, Uri address, TimeSpan limit) =>
        new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"{NotDownloaded(name)} Nothing came from the storage host {address.Host} for {limit.TotalSeconds:0.###} s. ")
                + Advice(PolytomicFailure.Timeout));

    /// <summary>Nothing of what the fault says is repeated but its innermost message: an address in it would be a key to the file.</summary>
    public static PolytomicApiException StorageFailed(string name, Uri address, Exception inner)
    {
        while (inner.InnerException is { } deeper) inner = deeper;
        var said = address.Query.Length > 1 ? inner.Message.Replace(address.Query, "") : inner.Message;
        return new(
            PolytomicFailure.ConnectionFailed,
            $"{NotDownloaded(name)} The connection to the storage host {address.Host} failed: {Safe(said, credential: null).TrimEnd('.')}. "
                + "Check the network and try again.");
    }

    public static PolytomicApiException ExportFailed(ApiRequest request, string? why, PolytomicCredential? credential)
    {
        var said = string.IsNullOrWhiteSpace(why) ? "" : $": {Safe(why, credential).TrimEnd('.')}";
        var message = $"Could not {request.Action}. The service's job failed{said}. {Advice(PolytomicFailure.ServerError)}";
        return new(PolytomicFailure.ServerError, message) { Resource = request.Resource };
    }

    /// <summary>Something is not what it was when somebody decided to change it.</summary>
    public static PolytomicApiException Changed(string what, string change) =>
        new(
            PolytomicFailure.Conflict,
            $"Could not change {what}: it was changed since you read it, by {change}. Nothing was written. Read it again and repeat the change.");

    /// <summary>A write would choose fields that nobody chose.</summary>
    public static PolytomicApiException Unclear(string what, string schemaId) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not change {what}: the service does not say which fields of schema '{schemaId}' are synced, "
                + "and an update could switch on every one. Nothing was written.");

    /// <summary>The service leaves out what something cannot be without, or sends what cannot be kept in a file.</summary>
    public static PolytomicApiException Incomplete(string what, string fault) =>
        new(PolytomicFailure.BadResponse, $"Could not read the configuration of {what}: the service does not send all of it as it should. {fault}");

    /// <summary>A sync has no execution.</summary>
    public static PolytomicApiException NeverRun(Guid syncId) =>
        new(PolytomicFailure.NotFound, $"Bulk sync {syncId} has no execution: it has never run.") { Resource = ResourceKind.LastExecution };

    /// <summary>What is to be synced does not exist.</summary>
    public static PolytomicApiException Unknown(string what, string unknown) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not change {what}: its source has no {unknown}. Nothing was written. "
                + "Leave it out, or have the service look for what the source has now.");

    /// <summary>The schemas of a connection were waited for in vain.</summary>
    /// <param name="refusal">The last refusal.</param>
    /// <param name="connectionId">The connection's id; all zeros where it is not known.</param>
    /// <param name="status">The last state of the schemas; null where it could not be read.</param>
    /// <param name="waited">How long they were waited for.</param>
    public static PolytomicApiException StillUnready(PolytomicApiException refusal, Guid connectionId, ConnectionSchemaStatus? status, TimeSpan waited)
    {
        var connection = connectionId == Guid.Empty ? "the source connection" : $"connection {connectionId}";
        var state = status?.CacheStatus is { Length: > 0 } known ? $" Their state is '{known}'." : "";
        return new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"{refusal.Message} Waited {waited.TotalSeconds:0} s for the schemas of {connection}.{state} ")
                + "If that stays so, check that the connection can reach its source.",
            refusal)
        {
            Resource = refusal.Resource,
            Method = refusal.Method,
            Path = refusal.Path,
            StatusCode = refusal.StatusCode,
            Key = refusal.Key,
            Metadata = refusal.Metadata,
            RequestId = refusal.RequestId,
            Attempts = refusal.Attempts,
        };
    }

    /// <summary>The session was disconnected while something was under way.</summary>
    public static ObjectDisposedException Disconnected() => new(nameof(PolytomicClient), "This session is disconnected.");

    /// <summary>Where a redirect leads. An address such as file: has no host, and some can be read as none at all.</summary>
    private static string TargetOf(HttpResponseMessage answer)
    {
        try
        {
            return answer.Headers.Location switch
            {
                { IsAbsoluteUri: true, Host.Length: > 0 } address => address.Host,
                { IsAbsoluteUri: true } address => $"an address of {address.Scheme}",
                null => "nowhere",
                _ => "another page",
            };
        }
        catch (UriFormatException)
        {
            return "what is no address";
        }
    }

    private static string NotDownloaded(string name) => $"Could not download the log file '{name}'.";

    private static PolytomicFailure FromStatus(int status) => status switch
    {
        401 => PolytomicFailure.Unauthorized,
        403 => PolytomicFailure.Forbidden,
        404 => PolytomicFailure.NotFound,
        408 => PolytomicFailure.Timeout,
        409 => PolytomicFailure.Conflict,
        429 => PolytomicFailure.RateLimited,
        >= 500 => PolytomicFailure.ServerError,
        >= 400 => PolytomicFailure.InvalidRequest,
        _ => PolytomicFailure.BadResponse,
    };

    private static string Advice(PolytomicFailure failure) => failure switch
    {
        PolytomicFailure.Unauthorized => "The key is wrong, expired or revoked: connect again with a valid one.",
        PolytomicFailure.Forbidden => "The key is valid but may not do this: ask an administrator of the organization for the permission.",
        PolytomicFailure.NotFound => "Check the id, and that it belongs to the organization this session is connected to.",
        PolytomicFailure.InvalidRequest => "Correct what the service names and try again.",
        PolytomicFailure.Conflict => "Wait until what is under way has ended, and try again.",
        PolytomicFailure.RateLimited => "Too many requests were made: wait a while, or make fewer at once.",
        PolytomicFailure.Timeout => "Try again, or give it a longer time limit.",
        PolytomicFailure.ServerError => "The fault is on the service's side: try again later.",
        PolytomicFailure.ConnectionFailed => "Check the network and the service's address.",
        _ => "Check the service's address, and whether a proxy answers in its place.",
    };

    private static async Task<ApiErrorBody?> ReadErrorAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            return await ApiTransport.ReadAsync(answer, ApiJson.Default.ApiErrorBody, cancel).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is JsonException or IOException or InvalidDataException or HttpRequestException or TooLargeException)
        {
            // A proxy's HTML, nothing at all, or a body cut short: the status says enough.
            return null;
        }
    }

    /// <summary>Text from elsewhere, short, without the key and without anything that a terminal would obey.</summary>
    private static string Safe(string? text, PolytomicCredential? credential)
    {
        if (text is null) return "";
        var clean = PlainText.Line(credential?.Redact(text) ?? text).Trim();
        if (clean.Length <= LongestMessage) return clean;
        // Half a surrogate pair is no text.
        var end = char.IsHighSurrogate(clean[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage;
        return clean[..end] + "…";
    }

    private static JsonMap? Safe(JsonMap? map, PolytomicCredential? credential)
    {
        var redact = credential?.Redactor();
        return map?.WithText(text => PlainText.Line(redact?.Invoke(text) ?? text));
    }

    /// <summary>An exception that spells the key anywhere is not passed on.</summary>
    private static Exception? Safe(Exception? fault, PolytomicCredential? credential) =>
        fault is null || credential is null || credential.Redact(fault.ToString()) == fault.ToString() ? fault : null;

    /// <summary>The status in words, where it has some.</summary>
    private static string Reason(HttpResponseMessage answer, PolytomicCredential? credential) =>
        Safe(answer.ReasonPhrase, credential) is { Length: > 0 } phrase ? $" {phrase}" : "";

    private static string? RequestId(HttpResponseMessage answer, PolytomicCredential? credential) =>
        answer.Headers.TryGetValues("X-Request-Id", out var values) ? Safe(string.Join(",", values), credential) : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider clock) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        // By the service's own clock, where it tells, since this machine's may be wrong.
        { Date: { } date } => date - (answer.Headers.Date ?? clock.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
