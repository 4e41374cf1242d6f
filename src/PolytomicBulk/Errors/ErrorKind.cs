namespace PolytomicBulk;

/// <summary>The ids of all errors that the module writes, each with its category.</summary>
internal sealed class ErrorKind(string id, ErrorCategory category)
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

    public string Id { get; } = id;

    public ErrorCategory Category { get; } = category;

    public ErrorRecord Record(Exception exception, object? target)
    {
        exception.HelpLink ??= $"{HelpPages.Errors}#{Id.ToLowerInvariant()}";
        var record = new ErrorRecord(exception, Id, Category, target);
        // PowerShell shows the details instead of the message.
        if (PlainText.Of(exception.Message) is var plain && plain != exception.Message) record.ErrorDetails = new ErrorDetails(plain);
        return record;
    }
}
