namespace PolytomicBulk;

/// <summary>How far a source's stream of changes is read.</summary>
public sealed class BulkSyncIngestionStatus : ApiObject
{
    /// <summary>Whether the sync reads a stream of changes.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether it is being read now.</summary>
    public bool? IsRunning { get; set; }

    /// <summary>How it goes: <c>ok</c>, <c>warning</c> or <c>error</c>.</summary>
    public string? Status { get; set; }

    /// <summary>What the service says of the state.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>How far it is read, in the source's own words.</summary>
    public string? Position { get; set; }

    /// <summary>The time of the change at the position, in local time.</summary>
    public DateTime? PositionTime { get; set; }

    /// <summary>How far the stream reaches, in the source's own words.</summary>
    public string? HighwaterMark { get; set; }

    /// <summary>When this was found out, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>The state and the position.</summary>
    public override string ToString() =>
        string.Join(" ", new[] { Status, Position is { Length: > 0 } position ? $"at {position}" : null }.Where(part => !string.IsNullOrEmpty(part)));
}
