namespace PolytomicBulk;

/// <summary>A change that an import would make, a file that it would refuse, or a deletion that it made.</summary>
public sealed class BulkSyncPlan
{
    internal BulkSyncPlan(string? sync, string action, Guid? syncId, string? path) => (Sync, Action, SyncId, Path) = (sync, action, syncId, path);

    /// <summary>The name of the bulk sync. Null if the file does not have a readable name, or if the entry is not about a single bulk sync.</summary>
    public string? Sync { get; }

    /// <summary>The action: <c>Create</c>, <c>Update</c>, <c>Delete</c>, or <c>Refuse</c>.</summary>
    public string Action { get; }

    /// <summary>
    /// The property that would change, such as <c>Schemas.contact.Fields.email.Enabled</c>, or the property that is refused, as the file names it. Null for
    /// the whole bulk sync.
    /// </summary>
    public string? Property { get; internal set; }

    /// <summary>The value on the service. Null if the service has none.</summary>
    public object? From { get; internal set; }

    /// <summary>The value in the file. Null if the file has none.</summary>
    public object? To { get; internal set; }

    /// <summary>Why the action would be refused, what was overridden, or what the change does besides. Null if there is nothing to say.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The configuration file. Null if the bulk sync has none.</summary>
    public string? Path { get; }

    /// <summary>The line of the file that is refused, counted from 1. Null if unknown.</summary>
    public long? Line { get; internal set; }

    /// <summary>The id of the bulk sync. Null if the service does not have it yet.</summary>
    public Guid? SyncId { get; }

    /// <summary>Describes the entry.</summary>
    public override string ToString()
    {
        var change = Property is null ? "" : $": {Property} {From ?? "(none)"} -> {To ?? "(none)"}";
        return $"{Action} {Sync}{change}{(Reason is null ? "" : $": {Reason}")}";
    }
}
