using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>How fresh the service's copy of a connection's schemas is.</summary>
public sealed class ConnectionSchemaStatus : ApiObject
{
    /// <summary>The connection's name, where the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The state of the copy, such as <c>fresh</c> or <c>refreshing</c>.</summary>
    public string? CacheStatus { get; set; }

    /// <summary>When the last refresh began, in local time.</summary>
    public DateTime? LastRefreshStarted { get; set; }

    /// <summary>When a refresh last came to its end, in local time.</summary>
    public DateTime? LastRefreshFinished { get; set; }

    /// <summary>Whether a refresh is under way. The times decide where they say that the last one has ended.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRefreshing))]
    public bool IsRefreshing =>
        (CacheStatus is null ? LastRefreshStarted is not null : CacheStatus == "refreshing")
        && !(Elapsed.Between(LastRefreshStarted, LastRefreshFinished) > TimeSpan.Zero);

    /// <summary>The connection that the schemas belong to.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The state of the copy.</summary>
    public override string ToString() => CacheStatus ?? "";
}
