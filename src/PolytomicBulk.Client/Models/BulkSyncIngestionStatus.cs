namespace PolytomicBulk;

/// <summary>The position in the change stream of a source.</summary>
public sealed class BulkSyncIngestionStatus : ApiObject
{
    /// <summary>Whether the bulk sync reads a change stream.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Whether it is being read now.</summary>
    public bool? IsRunning { get; set; }

    /// <summary>The status: <c>ok</c>, <c>warning</c> or <c>error</c>.</summary>
    public string? Status { get; set; }

    /// <summary>The message of the service.</summary>
    public string? StatusMessage { get; set; }

    /// <summary>The position that was read, in the notation of the source.</summary>
    public string? Position { get; set; }

    /// <summary>The time of the change at the position, in local time.</summary>
    public DateTime? PositionTime { get; set; }

    /// <summary>The end of the stream, in the notation of the source.</summary>
    public string? HighwaterMark { get; set; }

    /// <summary>When the position was checked, in local time.</summary>
    public DateTime? UpdatedAt { get; set; }

    /// <summary>The status and the position.</summary>
    public override string ToString() =>
        string.Join(" ", new[] { Status, Position is { Length: > 0 } position ? $"at {position}" : null }.Where(part => !string.IsNullOrEmpty(part)));
}
