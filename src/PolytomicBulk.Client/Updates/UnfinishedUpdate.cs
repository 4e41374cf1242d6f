namespace PolytomicBulk.Updates;

/// <summary>An update of a bulk sync that was interrupted before its schemas were checked.</summary>
/// <param name="SyncId">The id of the bulk sync.</param>
/// <param name="SyncName">The name of the bulk sync at that time.</param>
/// <param name="Begun">When the update began, in local time. Null if another session is performing it.</param>
public sealed record UnfinishedUpdate(Guid SyncId, string? SyncName, DateTime? Begun)
{
    internal Guid? OrganizationId { get; init; }

    /// <summary>Whether the bulk sync belongs to another organization.</summary>
    /// <param name="organizationId">The id of the organization. Null if unknown.</param>
    public bool IsOfAnother(Guid? organizationId) => OrganizationId is { } id && organizationId is { } other && id != other;

    /// <summary>The bulk sync and the time.</summary>
    public override string ToString() => $"{SyncName ?? SyncId.ToString()} {(Begun is { } time ? $"since {JsonWords.Show(time)}" : "(under way)")}";
}
