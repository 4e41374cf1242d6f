using System.Net;
using System.Text.Json;
using PolytomicBulk.Json;

namespace PolytomicBulk.Http;

/// <summary>The one place that makes exceptions of answers and accidents.</summary>
internal static class Failures
{
    private const int LongestMessage = 500;

    public static async Task<PolytomicApiException> FromAnswerAsync(
        ApiRequest request, HttpResponseMessage answer, PolytomicCredential? credential, TimeProvider clock, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
        {
            return BadResponse(request, $"it redirects to {answer.Headers.Location?.Host ?? "nowhere"}, and a credential goes only to the address it was given for", answer);
        }

        var body = await ReadErrorAsync(answer, cancel).ConfigureAwait(false);
        var said = body?.Message is { Length: > 0 } message ? $": {Clean(credential?.Redact(message) ?? message)}" : "";
        var failure = FromStatus(status);
        return new PolytomicApiException(failure, $"Could not {request.Action}. The service answered {status} {Reason(answer)}{said.TrimEnd('.')}. {Advice(failure)}")
        {
            StatusCode = answer.StatusCode,
            Key = body?.Key is { Length: > 0 } key ? Clean(key) : null,
            Metadata = body?.Metadata,
            RequestId = RequestId(answer),
            RetryAfter = RetryAfter(answer, clock),
        };
    }

    public static PolytomicApiException BadResponse(ApiRequest request, string why, HttpResponseMessage? answer, Exception? inner = null) =>
        new(PolytomicFailure.BadResponse, $"Could not {request.Action}. The answer is not the Polytomic API's: {why}. {Advice(PolytomicFailure.BadResponse)}", inner)
        {
            StatusCode = answer?.StatusCode,
            RequestId = answer is null ? null : RequestId(answer),
        };

    public static PolytomicApiException Timeout(ApiRequest request, TimeSpan limit) =>
        new(PolytomicFailure.Timeout, $"Could not {request.Action}. No whole answer came within {limit.TotalSeconds:0.###} s. {Advice(PolytomicFailure.Timeout)}");

    public static PolytomicApiException ConnectionFailed(ApiRequest request, Uri baseUri, Exception inner)
    {
        var root = inner;
        while (root.InnerException is { } deeper) root = deeper;
        return new(PolytomicFailure.ConnectionFailed, $"Could not {request.Action}. The connection to {baseUri.Authority} failed: {Clean(root.Message).TrimEnd('.')}. {Advice(PolytomicFailure.ConnectionFailed)}", inner);
    }

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
        catch (Exception fault) when (fault is JsonException or IOException or InvalidDataException or HttpRequestException)
        {
            // A proxy's HTML, nothing at all, or a body cut short: the status says enough.
            return null;
        }
    }

    /// <summary>Text from elsewhere, short and without anything that a terminal would obey.</summary>
    private static string Clean(string text)
    {
        var clean = new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        return clean.Length <= LongestMessage ? clean : clean[..LongestMessage] + "…";
    }

    private static string Reason(HttpResponseMessage answer) =>
        answer.ReasonPhrase is { Length: > 0 } phrase ? Clean(phrase) : answer.StatusCode.ToString();

    private static string? RequestId(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-Request-Id", out var values) ? Clean(string.Join(",", values)) : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider clock) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
