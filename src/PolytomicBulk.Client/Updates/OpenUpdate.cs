namespace PolytomicBulk.Updates;

/// <summary>An update of a bulk sync that was sent and is not checked yet.</summary>
/// <param name="Wanted">What the sync is to copy after it.</param>
/// <param name="Begun">When it began, in UTC.</param>
/// <param name="Answer">The version that the write was answered with; null as long as there is no answer.</param>
/// <param name="LostAt">When a write was sent whose answer was lost and that has not been seen since, in UTC.</param>
internal sealed record OpenUpdate(Selection Wanted, DateTime Begun, ResourceVersion? Answer = null, DateTime? LostAt = null)
{
    /// <summary>How long a write whose answer was lost can still arrive.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    /// <summary>The name of the bulk sync and its organization, to show unfinished updates.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the organization. Null if unknown.</summary>
    public Guid? OrganizationId { get; init; }
}
