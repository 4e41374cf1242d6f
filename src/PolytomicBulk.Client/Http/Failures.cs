using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Creates all exceptions for answers and network faults.</summary>
internal static partial class Failures
{
    private const int LongestMessage = 500;

    private const string Unready =
        "The service is still reading the schemas of the connection, which takes a while after it was created. Try again later.";

    private const string ProxyAdvice =
        "Check the system proxy or the environment variables HTTPS_PROXY and NO_PROXY, and whether the proxy needs a user name and a password.";

    public static async Task<PolytomicApiException> FromAnswerAsync(
        ApiRequest request, HttpResponseMessage answer, PolytomicCredential? credential, TimeProvider clock, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
        {
            var target = TargetOf(answer);
            return BadResponse(request, $"it redirects to {target}, and the key is sent only to the original address", answer, credential);
        }

        var body = await ErrorAnswers.ReadAsync(answer, cancel).ConfigureAwait(false);
        var said = Safe(body?.Message, credential, request).TrimEnd('.') is { Length: > 0 } message ? $": {message}" : "";
        var failure = FromStatus(status);
        var isUnready = SchemaCache.IsUnready(status, body?.Said);
        var (who, advice) = IsOfProxy(answer.StatusCode) ? ("A proxy before the service", ProxyAdvice) : ("The service", isUnready ? Unready : Advice(failure));
        return new PolytomicApiException(
            failure,
            $"Could not {request.Action}. {who} answered {status}{Reason(answer, credential, request)}{said}. {advice}",
            isUnready ? request.ToFailed() with { Resource = ResourceKind.SchemaCache } : request.ToFailed())
        {
            StatusCode = answer.StatusCode,
            Key = Safe(body?.Key, credential, request) is { Length: > 0 } key ? key : null,
            Metadata = Safe(body?.Metadata, credential, request),
            RequestId = RequestId(answer, credential),
            RetryAfter = RetryAfter(answer, clock),
        };
    }

    public static PolytomicApiException BadResponse(
        ApiRequest request, string why, HttpResponseMessage? answer, PolytomicCredential? credential, Exception? inner = null, bool isEmpty = false) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not {request.Action}. The answer is not from the Polytomic API: {Safe(why, credential, request)}. {Advice(PolytomicFailure.BadResponse)}",
            request.ToFailed(),
            Safe(inner, credential, request))
        {
            StatusCode = answer?.StatusCode,
            RequestId = answer is null ? null : RequestId(answer, credential),
            IsEmpty = isEmpty,
            AnsweredAt = answer?.Headers.Date,
        };

    /// <summary>The id cannot be part of an address. Nothing was sent.</summary>
    public static PolytomicApiException UnfitSegment(ApiRequest request, string segment) =>
        new(
            PolytomicFailure.InvalidRequest,
            $"Could not {request.Action}. The id '{segment}' cannot be part of an address. Nothing was sent. Check the id.",
            request.ToFailed());

    public static PolytomicApiException Timeout(ApiRequest request, TimeSpan limit) =>
        new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"Could not {request.Action}. No complete answer arrived within {limit.TotalSeconds:0.###} s. ")
                + Advice(PolytomicFailure.Timeout),
            request.ToFailed());

    /// <summary>The service did not answer.</summary>
    public static PolytomicApiException ConnectionFailed(ApiRequest request, Uri baseUri, Uri? proxy, PolytomicCredential? credential, Exception inner)
    {
        var root = inner;
        while (root.InnerException is { } deeper) root = deeper;
        var isProxy = proxy is not null && ProxyFaults.IsOfProxy(inner);
        var status = isProxy ? ProxyFaults.StatusOf(inner) : null;
        // The message of .NET repeats the address of the proxy, which can contain a password.
        var said = status is { } code ? $"it answered {(int)code}" : Safe(root.Message, credential, request).TrimEnd('.');
        var failure = status is { } answered && IsOfProxy(answered) ? PolytomicFailure.Forbidden : PolytomicFailure.ConnectionFailed;
        var what = isProxy ? $"The proxy {proxy!.Authority} failed on the way to {baseUri.Authority}" : $"The connection to {baseUri.Authority} failed";
        return new(
            failure,
            $"Could not {request.Action}. {what}: {said}. {(isProxy ? ProxyAdvice : Advice(failure))}",
            request.ToFailed(),
            proxy is { UserInfo.Length: > 0 } ? null : Safe(inner, credential, request))
        {
            StatusCode = status,
        };
    }

    /// <summary>Whether the status always comes from a proxy or gateway.</summary>
    private static bool IsOfProxy(HttpStatusCode status) => status == HttpStatusCode.ProxyAuthenticationRequired;

    /// <summary>A list changed each time that it was read.</summary>
    public static PolytomicApiException Moving(ApiRequest request, int readings) =>
        new(
            PolytomicFailure.Conflict,
            $"Could not {request.Action}: the list changed {readings} times while it was read. "
                + "Nothing was done. Try again later.",
            request.ToFailed());

    /// <summary>The service does not name the execution that it started.</summary>
    public static PolytomicApiException Unnamed(ApiRequest request, string sync, Exception? inner) =>
        new(
            PolytomicFailure.BadResponse,
            $"Could not find the execution of {sync} that was started. The answer does not contain its id, and no execution is running. "
                + "It may already have ended. Check the executions of the bulk sync.",
            request.ToFailed() with { Resource = default },
            inner);

    /// <summary>The service omits a required property, or sends one that cannot be stored in a file.</summary>
    public static PolytomicApiException Incomplete(string what, string fault) =>
        new(PolytomicFailure.BadResponse, $"Could not read the configuration of {what}: the service did not return all of it. {fault}");

    /// <summary>A file changed after it was first read.</summary>
    public static PolytomicApiException FileChanged(string path, string why) =>
        new(PolytomicFailure.Conflict, $"Could not import '{path}': the file could not be read again. {why} Run the command again.");

    /// <summary>The service would probably not start the bulk sync.</summary>
    public static PolytomicApiException NotStarted(PolytomicFailure failure, string sync, string why) => new(failure, $"Could not start {sync}: {why}");

    /// <summary>The bulk sync has no executions.</summary>
    public static PolytomicApiException NeverRun(string sync) =>
        new(PolytomicFailure.NotFound, $"There is no execution of {sync}: it has never run.") { Resource = ResourceKind.LastExecution };

    /// <summary>The schemas of a connection did not become ready in time.</summary>
    public static PolytomicApiException StillUnready(PolytomicApiException refusal, string connection, ConnectionSchemaStatus? status, TimeSpan waited)
    {
        var state = status?.CacheStatus is { Length: > 0 } known ? $" Their state is '{known}'." : "";
        return new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"{refusal.Message} Waited {waited.TotalSeconds:0} s for the schemas of {connection}.{state} ")
                + "If this persists, check that the connection can reach its source.",
            refusal);
    }

    /// <summary>The service asks for a longer delay than commands wait.</summary>
    public static PolytomicApiException TooLongToWait(PolytomicApiException failure, TimeSpan wait, TimeProvider clock)
    {
        // The service can send a time that is out of range for .NET.
        var now = clock.GetLocalNow().DateTime;
        var isKnown = wait < DateTime.MaxValue - now;
        var format = isKnown && (now + wait).Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return failure.With(isKnown
            ? $"It asks to wait until {(now + wait).ToString(format, CultureInfo.InvariantCulture)}, which is longer than the module waits."
            : "It asks for an unlimited wait.");
    }

    /// <summary>The session was disconnected during a request.</summary>
    public static ObjectDisposedException Disconnected() => new(nameof(PolytomicClient), "This session is disconnected.");

    /// <summary>Where a redirect leads. An address such as file: has no host, and others cannot be parsed.</summary>
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
            return "an invalid address";
        }
    }

    private static PolytomicFailure FromStatus(int status) => status switch
    {
        401 => PolytomicFailure.Unauthorized,
        403 or 407 => PolytomicFailure.Forbidden,
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
        PolytomicFailure.Unauthorized => "The key is wrong, expired or revoked. Connect again with a valid key.",
        PolytomicFailure.Forbidden => "The key is valid but does not have permission. Ask an administrator of the organization for the permission.",
        PolytomicFailure.NotFound => "Check the id, and check that it belongs to the organization of the session.",
        PolytomicFailure.InvalidRequest => "Correct what the service refused, and try again.",
        PolytomicFailure.Conflict => "Wait until the current operation has ended, and try again.",
        PolytomicFailure.RateLimited => "Too many requests were sent. Wait a while, or send fewer at the same time.",
        PolytomicFailure.Timeout => "Try again, or use a longer time limit.",
        PolytomicFailure.ServerError => "The service failed. Try again later.",
        PolytomicFailure.ConnectionFailed => "Check the network and the address of the service.",
        _ => "Check the address of the service, and check whether a proxy answered instead.",
    };

    /// <summary>Shortens text from elsewhere, and removes the key, the secrets of the request and control characters.</summary>
    private static string Safe(string? text, PolytomicCredential? credential, ApiRequest? request = null)
    {
        if (text is null) return "";
        text = credential?.Redact(text) ?? text;
        var clean = PlainText.Line(request?.Secrets?.Redact(text) ?? text).Trim();
        if (clean.Length <= LongestMessage) return clean;
        // Half of a surrogate pair is not text.
        var end = char.IsHighSurrogate(clean[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage;
        return clean[..end] + "…";
    }

    private static JsonMap? Safe(JsonMap? map, PolytomicCredential? credential, ApiRequest request)
    {
        var redact = credential?.Redactor();
        return map?.WithText(text =>
        {
            text = redact?.Invoke(text) ?? text;
            return PlainText.Line(request.Secrets?.Redact(text) ?? text);
        });
    }

    /// <summary>An exception that contains the key or a secret of the request is not passed on.</summary>
    private static Exception? Safe(Exception? fault, PolytomicCredential? credential, ApiRequest request)
    {
        var text = fault?.ToString();
        return text is null || ((credential?.Redact(text) ?? text) == text && (request.Secrets?.Redact(text) ?? text) == text) ? fault : null;
    }

    /// <summary>Describes the status.</summary>
    private static string Reason(HttpResponseMessage answer, PolytomicCredential? credential, ApiRequest? request = null) =>
        Safe(answer.ReasonPhrase, credential, request) is { Length: > 0 } phrase ? $" {phrase}" : "";

    private static string? RequestId(HttpResponseMessage answer, PolytomicCredential? credential) =>
        answer.Headers.TryGetValues("X-Request-Id", out var values) ? Safe(string.Join(",", values), credential) : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider clock) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        // Use the clock of the service if possible, because the clock of this computer may be wrong.
        { Date: { } date } => date - (answer.Headers.Date ?? clock.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
