namespace PolytomicBulk;

/// <summary>Which request failed.</summary>
internal readonly record struct FailedRequest(ResourceKind Resource, string? Method, string? Path);
