namespace PolytomicBulk.Json;

/// <summary>An answer's outer object.</summary>
internal sealed class Envelope<T>
{
    public T? Data { get; set; }
}

/// <summary>The outer object of a list's page.</summary>
internal sealed class PageEnvelope<T>
{
    public List<T>? Data
    {
        get;
        set => (field, HasData) = (value, true);
    }

    /// <summary>Whether the answer has a list, which may be null. Without one it is not an answer to the request.</summary>
    [JsonIgnore]
    public bool HasData { get; private set; }

    public PageDetails? Pagination { get; set; }
}

internal sealed class PageDetails
{
    public string? NextPageToken { get; set; }
}
