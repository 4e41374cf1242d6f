namespace PolytomicBulk;

/// <summary>A connection to a database, a warehouse or an application.</summary>
public sealed class Connection : ApiObject
{
    /// <summary>The name of the connection.</summary>
    public string? Name { get; set; }

    /// <summary>The type of the connection, such as PostgreSQL.</summary>
    public ConnectionTypeSummary? Type { get; set; }

    /// <summary>The status of the connection, such as <c>healthy</c>.</summary>
    public string? Status { get; set; }

    /// <summary>Why the service cannot use the connection.</summary>
    public string? StatusError { get; set; }

    /// <summary>Whether the connection is saved. False for a draft.</summary>
    public bool? Saved { get; set; }

    /// <summary>The address to open in a browser, if somebody must sign in with OAuth.</summary>
    public string? AuthUrl { get; set; }

    /// <summary>What the service asks for when somebody signs in.</summary>
    public string? AuthCode { get; set; }

    /// <summary>How often the service tests the connection.</summary>
    public string? HealthcheckInterval { get; set; }

    /// <summary>The number of calls to the API of the connected application in the last 24 hours.</summary>
    [JsonPropertyName("api_calls_last_24_hours")]
    public long? ApiCallsLast24Hours { get; set; }

    /// <summary>When the connection last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Who last changed the connection.</summary>
    public Actor? UpdatedBy { get; set; }

    /// <summary>When the connection was created, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Who created the connection.</summary>
    public Actor? CreatedBy { get; set; }

    /// <summary>The connection's settings. The service redacts secrets.</summary>
    public JsonMap? Configuration { get; set; }

    /// <summary>The names of the permission policies, if the client has read the policies. Otherwise their ids.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyNames))]
    public ApiList<string>? PolicyNames { get; set; }

    /// <summary>The ids of the permission policies of the connection.</summary>
    public ApiList<Guid>? Policies { get; set; }

    /// <summary>The id of the connection.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The id of the connection, under the name that other commands use for it.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionId))]
    public Guid? ConnectionId => Id;

    /// <summary>The original connection, if this one is shared.</summary>
    public Guid? ParentConnectionId { get; set; }

    /// <summary>The organization that the connection belongs to.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>Removes secrets from the answer of the service.</summary>
    internal Connection Without(Func<string, string> redact)
    {
        (StatusError, Configuration) = (StatusError is null ? null : redact(StatusError), Configuration?.WithText(redact));
        if (AdditionalProperties?.WithText(redact) is { } unknown)
            UnknownProperties = unknown.Json.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.Clone());
        return this;
    }

    /// <summary>The name of the connection.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
