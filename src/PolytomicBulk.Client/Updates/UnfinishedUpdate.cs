namespace PolytomicBulk.Updates;

/// <summary>An update of a bulk sync that was broken off before it was known what the sync copies.</summary>
/// <param name="SyncId">The sync's id.</param>
/// <param name="SyncName">What the sync was called.</param>
/// <param name="Begun">When the update began, in local time; null where another session holds it right now.</param>
public sealed record UnfinishedUpdate(Guid SyncId, string? SyncName, DateTime? Begun)
{
    internal Guid? OrganizationId { get; init; }

    /// <summary>Whether the sync is known to belong to another organization.</summary>
    /// <param name="organizationId">The organization's id; null where it is not known.</param>
    public bool IsOfAnother(Guid? organizationId) => OrganizationId is { } id && organizationId is { } other && id != other;

    /// <summary>The sync and the time.</summary>
    public override string ToString() => $"{SyncName ?? SyncId.ToString()} {(Begun is { } time ? $"since {JsonWords.Show(time)}" : "(under way)")}";
}
