using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PolytomicBulk;

/// <summary>A request that failed: what was tried, what the service said and what to do next. It never holds a credential.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Only the client makes one, and always with all it knows.")]
public sealed class PolytomicApiException : Exception
{
    internal PolytomicApiException(PolytomicFailure failure, string message, Exception? inner = null)
        : base(PlainText.Line(message), inner) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public PolytomicFailure Failure { get; }

    /// <summary>The HTTP status, where there was an answer.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The service's own name for the error.</summary>
    public string? Key { get; internal init; }

    /// <summary>What else the service said of the error.</summary>
    public JsonMap? Metadata { get; internal init; }

    /// <summary>What the request was about.</summary>
    public ResourceKind Resource { get; internal init; }

    /// <summary>The HTTP method of the request.</summary>
    public string? Method { get; internal init; }

    /// <summary>The path of the request, without query.</summary>
    public string? Path { get; internal init; }

    /// <summary>The service's id for the request, to tell its support.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>What a bulk sync copied before an update that failed half-way, so that it can be put back; otherwise null.</summary>
    public IReadOnlyList<BulkSyncSchema>? Selection { get; internal init; }

    /// <summary>How often the request was tried.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Whether an earlier attempt, whose answer was lost, may have done what was asked.</summary>
    internal bool MayHaveBeenDone { get; set; }

    /// <summary>Whether the answer has no body at all.</summary>
    internal bool IsEmpty { get; init; }

    /// <summary>When the service answered, by its own clock; null where it does not say.</summary>
    internal DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Whether the service did, or will do, what was asked, but does not say what came of it.</summary>
    internal bool SaysNothing => Failure == PolytomicFailure.BadResponse
        && (StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent
            || (IsEmpty && StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous));

    /// <summary>How long the service asked to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The same failure, with a sentence more in its message.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="selection">What <see cref="Selection"/> is to be.</param>
    public PolytomicApiException With(string sentence, IReadOnlyList<BulkSyncSchema>? selection = null) => new(Failure, $"{Message} {sentence}", this)
    {
        Selection = selection,
        StatusCode = StatusCode,
        Key = Key,
        Metadata = Metadata,
        Resource = Resource,
        Method = Method,
        Path = Path,
        RequestId = RequestId,
        Attempts = Attempts,
        RetryAfter = RetryAfter,
        MayHaveBeenDone = MayHaveBeenDone,
        IsEmpty = IsEmpty,
        AnsweredAt = AnsweredAt,
    };
}
