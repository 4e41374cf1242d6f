using System.Net;

namespace PolytomicBulk.Http;

/// <summary>Failures of the storage host, and of jobs that create files there.</summary>
internal static partial class Failures
{
    public static PolytomicApiException StorageAnswered(string name, Uri address, HttpResponseMessage answer, TimeProvider clock)
    {
        var failure = answer.StatusCode == HttpStatusCode.Unauthorized ? PolytomicFailure.Forbidden : FromStatus((int)answer.StatusCode);
        var advice = failure switch
        {
            PolytomicFailure.Forbidden or PolytomicFailure.InvalidRequest => "The address of the file has expired. Run the command again to get a new one.",
            PolytomicFailure.NotFound => "The service keeps logs for a limited time.",
            _ => Advice(failure),
        };
        return new(
            failure, $"{NotDownloaded(name)} The storage host {address.Host} answered {(int)answer.StatusCode}{Reason(answer, credential: null)}. {advice}")
        {
            StatusCode = answer.StatusCode,
            RetryAfter = RetryAfter(answer, clock),
        };
    }

    /// <summary>The downloaded bytes are not those of the file.</summary>
    public static PolytomicApiException StorageEncoded(string name, Uri address, string encoding) =>
        new(
            PolytomicFailure.BadResponse,
            $"{NotDownloaded(name)} The storage host {address.Host} compressed it ({Safe(encoding, credential: null)}), although that was not requested. "
                + Advice(PolytomicFailure.BadResponse));

    public static PolytomicApiException StorageTimeout(string name, Uri address, TimeSpan limit) =>
        new(
            PolytomicFailure.Timeout,
            FormattableString.Invariant($"{NotDownloaded(name)} The storage host {address.Host} sent nothing for {limit.TotalSeconds:0.###} s. ")
                + Advice(PolytomicFailure.Timeout));

    /// <summary>Only the innermost message is repeated, because the others can contain the signed address.</summary>
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

    private static string NotDownloaded(string name) => $"Could not download the log file '{name}'.";
}
