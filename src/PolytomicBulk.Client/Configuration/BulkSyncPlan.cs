namespace PolytomicBulk;

/// <summary>A change that an import would make, or a file that it would refuse.</summary>
public sealed class BulkSyncPlan
{
    internal BulkSyncPlan(string? sync, string action, Guid? syncId, string? path) => (Sync, Action, SyncId, Path) = (sync, action, syncId, path);

    /// <summary>The sync's name; null where it is about no sync alone.</summary>
    public string? Sync { get; }

    /// <summary>What would be done: <c>Create</c>, <c>Update</c>, <c>Delete</c>, or <c>Refuse</c>.</summary>
    public string Action { get; }

    /// <summary>The property that would change, such as <c>Schemas.contact.Fields.email.Enabled</c>; null where it is the whole sync.</summary>
    public string? Property { get; internal set; }

    /// <summary>The value on the service; null where the service has none.</summary>
    public object? From { get; internal set; }

    /// <summary>The value in the file; null where the file has none.</summary>
    public object? To { get; internal set; }

    /// <summary>Why it would be refused, or what would be overridden; null where nothing speaks against it.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The configuration file; null where there is none for the sync.</summary>
    public string? Path { get; }

    /// <summary>The sync's id; null where the service does not have it.</summary>
    public Guid? SyncId { get; }

    /// <summary>The plan in words.</summary>
    public override string ToString()
    {
        var change = Property is null ? "" : $": {Property} {From ?? "(none)"} -> {To ?? "(none)"}";
        return $"{Action} {Sync}{change}{(Reason is null ? "" : $": {Reason}")}";
    }
}
