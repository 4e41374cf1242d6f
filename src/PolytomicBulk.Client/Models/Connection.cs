using System.Text.Json.Serialization;

namespace PolytomicBulk;

/// <summary>A connection: a database, a warehouse or an application that the service can reach.</summary>
public sealed class Connection : ApiObject
{
    /// <summary>The connection's name.</summary>
    public string? Name { get; set; }

    /// <summary>What kind of connection it is, such as PostgreSQL.</summary>
    public ConnectionTypeSummary? Type { get; set; }

    /// <summary>Whether the service can use the connection, such as <c>healthy</c>.</summary>
    public string? Status { get; set; }

    /// <summary>Why the service cannot use the connection.</summary>
    public string? StatusError { get; set; }

    /// <summary>Whether the connection is saved, rather than a draft.</summary>
    public bool? Saved { get; set; }

    /// <summary>The address that a person must open to sign in, where a connection was made by OAuth and nobody has.</summary>
    public string? AuthUrl { get; set; }

    /// <summary>What the service asks for when somebody signs in.</summary>
    public string? AuthCode { get; set; }

    /// <summary>How often the service tries the connection.</summary>
    public string? HealthcheckInterval { get; set; }

    /// <summary>How many calls were made to the connection's own API in the last 24 hours.</summary>
    [JsonPropertyName("api_calls_last_24_hours")]
    public long? ApiCallsLast24Hours { get; set; }

    /// <summary>When the connection last changed, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>Who last changed the connection.</summary>
    public Actor? UpdatedBy { get; set; }

    /// <summary>When the connection was made, in local time.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Who made the connection.</summary>
    public Actor? CreatedBy { get; set; }

    /// <summary>The connection's settings. The service redacts secrets.</summary>
    public JsonMap? Configuration { get; set; }

    /// <summary>The names of the permission policies, where the client has read the policies; the ids of the others.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(PolicyNames))]
    public ApiList<string>? PolicyNames { get; set; }

    /// <summary>The ids of the permission policies that the connection carries.</summary>
    public ApiList<Guid>? Policies { get; set; }

    /// <summary>The connection's id.</summary>
    public Guid? Id { get; set; }

    internal override object? ListKey => Id;

    /// <summary>The connection's id under the name that everything below a connection has for it, so that commands chain.</summary>
    [JsonIgnore, JsonPropertyName(OffTheWire + nameof(ConnectionId))]
    public Guid? ConnectionId => Id;

    /// <summary>The connection that this one was made from.</summary>
    public Guid? ParentConnectionId { get; set; }

    /// <summary>The organization that the connection belongs to.</summary>
    public Guid? OrganizationId { get; set; }

    /// <summary>Takes what must not be shown out of what the service says.</summary>
    internal Connection Without(Func<string, string> redact)
    {
        (StatusError, Configuration) = (StatusError is null ? null : redact(StatusError), Configuration?.WithText(redact));
        if (AdditionalProperties?.WithText(redact) is { } unknown)
            UnknownProperties = unknown.Json.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.Clone());
        return this;
    }

    /// <summary>The connection's name.</summary>
    public override string ToString() => Name ?? Id?.ToString() ?? "";
}
