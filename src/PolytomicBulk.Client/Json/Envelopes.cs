namespace PolytomicBulk.Json;

/// <summary>The outer object of an answer.</summary>
internal sealed class Envelope<T>
{
    public T? Data { get; set; }
}

/// <summary>The outer object of a page.</summary>
internal sealed class PageEnvelope<T>
{
    public List<T>? Data
    {
        get;
        set => (field, HasData) = (value, true);
    }

    /// <summary>Whether the answer contains a list, which can be null. Otherwise it is not an answer to the request.</summary>
    [JsonIgnore]
    public bool HasData { get; private set; }

    public PageDetails? Pagination { get; set; }
}

internal sealed class PageDetails
{
    public string? NextPageToken { get; set; }
}
