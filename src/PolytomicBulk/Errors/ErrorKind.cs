namespace PolytomicBulk;

/// <summary>What scripts can tell errors apart by: every error id that the module writes, each with its one category.</summary>
internal sealed class ErrorKind
{
    public static readonly ErrorKind AmbiguousName = new("PolytomicAmbiguousName", ErrorCategory.InvalidArgument);
    public static readonly ErrorKind BadResponse = new("PolytomicBadResponse", ErrorCategory.InvalidResult);
    public static readonly ErrorKind Conflict = new("PolytomicConflict", ErrorCategory.ResourceBusy);
    public static readonly ErrorKind ConnectionFailed = new("PolytomicConnectionFailed", ErrorCategory.ConnectionError);
    public static readonly ErrorKind ExecutionFailed = new("PolytomicExecutionFailed", ErrorCategory.InvalidResult);
    public static readonly ErrorKind FileExists = new("PolytomicFileExists", ErrorCategory.ResourceExists);
    public static readonly ErrorKind FileFailed = new("PolytomicFileFailed", ErrorCategory.WriteError);
    public static readonly ErrorKind FileNotFound = new("PolytomicFileNotFound", ErrorCategory.ObjectNotFound);
    public static readonly ErrorKind Forbidden = new("PolytomicForbidden", ErrorCategory.PermissionDenied);
    public static readonly ErrorKind InvalidArgument = new("PolytomicInvalidArgument", ErrorCategory.InvalidArgument);
    public static readonly ErrorKind InvalidFile = new("PolytomicInvalidFile", ErrorCategory.InvalidData);
    public static readonly ErrorKind InvalidRequest = new("PolytomicInvalidRequest", ErrorCategory.InvalidData);
    public static readonly ErrorKind NotConnected = new("PolytomicNotConnected", ErrorCategory.ConnectionError);
    public static readonly ErrorKind NotFound = new("PolytomicNotFound", ErrorCategory.ObjectNotFound);
    public static readonly ErrorKind RateLimited = new("PolytomicRateLimited", ErrorCategory.LimitsExceeded);
    public static readonly ErrorKind Refused = new("PolytomicRefused", ErrorCategory.InvalidOperation);
    public static readonly ErrorKind ServerError = new("PolytomicServerError", ErrorCategory.ResourceUnavailable);
    public static readonly ErrorKind Timeout = new("PolytomicTimeout", ErrorCategory.OperationTimeout);
    public static readonly ErrorKind Unauthorized = new("PolytomicUnauthorized", ErrorCategory.AuthenticationError);

    private ErrorKind(string id, ErrorCategory category) => (Id, Category) = (id, category);

    /// <summary>What the error's FullyQualifiedErrorId begins with.</summary>
    public string Id { get; }

    /// <summary>The error's category.</summary>
    public ErrorCategory Category { get; }

    /// <summary>An error of this kind.</summary>
    public ErrorRecord Record(Exception exception, object? target)
    {
        exception.HelpLink ??= $"{HelpPages.Errors}#{Id.ToLowerInvariant()}";
        var record = new ErrorRecord(exception, Id, Category, target);
        // What is shown is the details, where there are some.
        if (PlainText.Of(exception.Message) is var plain && plain != exception.Message) record.ErrorDetails = new ErrorDetails(plain);
        return record;
    }
}
