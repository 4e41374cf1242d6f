namespace PolytomicBulk;

/// <summary>The refresh status of the schemas of a connection.</summary>
public sealed class ConnectionSchemaStatus : ApiObject
{
    /// <summary>The name of the connection, if the client has read the connections.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionName))]
    public string? ConnectionName { get; set; }

    /// <summary>The status, such as <c>fresh</c> or <c>refreshing</c>.</summary>
    public string? CacheStatus { get; set; }

    /// <summary>When the last refresh began, in local time.</summary>
    public DateTime? LastRefreshStarted { get; set; }

    /// <summary>When the last refresh ended, in local time.</summary>
    public DateTime? LastRefreshFinished { get; set; }

    /// <summary>Whether a refresh is running. If the times show that the last one has ended, it is not.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(IsRefreshing))]
    public bool IsRefreshing =>
        (CacheStatus is null ? LastRefreshStarted is not null : CacheStatus == "refreshing")
        && !(Elapsed.Between(LastRefreshStarted, LastRefreshFinished) > TimeSpan.Zero);

    /// <summary>The connection that the schemas belong to.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>The status.</summary>
    public override string ToString() => CacheStatus ?? "";
}
