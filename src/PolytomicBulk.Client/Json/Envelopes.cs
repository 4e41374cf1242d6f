namespace PolytomicBulk.Json;

/// <summary>An answer's outer object.</summary>
internal sealed class Envelope<T>
{
    public T? Data { get; set; }
}

/// <summary>The outer object of a list's page.</summary>
internal sealed class PageEnvelope<T>
{
    public List<T>? Data { get; set; }

    public PageDetails? Pagination { get; set; }
}

internal sealed class PageDetails
{
    public string? NextPageToken { get; set; }
}
