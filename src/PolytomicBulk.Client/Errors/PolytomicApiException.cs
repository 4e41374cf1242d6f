using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PolytomicBulk;

/// <summary>A failed request: what failed, what the service said, and what to do. It never contains a credential.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only the client creates it, and always with details.")]
public sealed class PolytomicApiException : Exception
{
    internal PolytomicApiException(PolytomicFailure failure, string message, Exception? inner = null)
        : base(PlainText.Line(message), inner) => Failure = failure;

    internal PolytomicApiException(PolytomicFailure failure, string message, FailedRequest request, Exception? inner = null)
        : this(failure, message, inner) => (Resource, Method, Path) = request;

    /// <summary>Another failure of the same request, with the same details.</summary>
    internal PolytomicApiException(PolytomicFailure failure, string message, PolytomicApiException inner)
        : this(failure, message, new FailedRequest(inner.Resource, inner.Method, inner.Path), inner)
    {
        StatusCode = inner.StatusCode;
        Key = inner.Key;
        Metadata = inner.Metadata;
        RequestId = inner.RequestId;
        Attempts = inner.Attempts;
        RetryAfter = inner.RetryAfter;
        MayHaveBeenDone = inner.MayHaveBeenDone;
        IsEmpty = inner.IsEmpty;
        AnsweredAt = inner.AnsweredAt;
    }

    /// <summary>The kind of failure.</summary>
    public PolytomicFailure Failure { get; }

    /// <summary>The HTTP status. Null without an answer.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The error key of the service.</summary>
    public string? Key { get; internal init; }

    /// <summary>Other details of the error from the service.</summary>
    public JsonMap? Metadata { get; internal init; }

    /// <summary>What the request was about.</summary>
    public ResourceKind Resource { get; internal init; }

    /// <summary>The HTTP method of the request.</summary>
    public string? Method { get; internal init; }

    /// <summary>The path of the request, without query.</summary>
    public string? Path { get; internal init; }

    /// <summary>The request id of the service, for its support.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>The previous schemas of a bulk sync whose update failed partway, to restore them. Otherwise null.</summary>
    public IReadOnlyList<BulkSyncSchema>? Selection { get; internal init; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Whether an earlier attempt, whose answer was lost, may have succeeded.</summary>
    internal bool MayHaveBeenDone { get; set; }

    /// <summary>Whether the answer has no body.</summary>
    internal bool IsEmpty { get; init; }

    /// <summary>When the service answered, by its own clock. Null if unknown.</summary>
    internal DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether the service accepted the request but did not return the result.</summary>
    internal bool SaysNothing => Failure == PolytomicFailure.BadResponse
        && (StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent
            || (IsEmpty && StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous));

    /// <summary>How long the service asked to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The same failure with an additional sentence in the message.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="selection">The value of <see cref="Selection"/> in the new exception.</param>
    public PolytomicApiException With(string sentence, IReadOnlyList<BulkSyncSchema>? selection = null) =>
        new(Failure, $"{Message} {sentence}", this) { Selection = selection };
}
