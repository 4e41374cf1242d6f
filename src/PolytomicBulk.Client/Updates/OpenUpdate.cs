namespace PolytomicBulk.Updates;

/// <summary>An update of a bulk sync that was sent and is not checked yet.</summary>
/// <param name="Wanted">The intended selection after the update.</param>
/// <param name="Begun">When the update began, in UTC.</param>
/// <param name="Answer">The version in the answer to the write. Null if there is no answer yet.</param>
/// <param name="LostAt">When the answer to a write was lost, in UTC. Null if none was lost, or if the write has arrived since.</param>
internal sealed record OpenUpdate(Selection Wanted, DateTime Begun, ResourceVersion? Answer = null, DateTime? LostAt = null)
{
    /// <summary>How long a write whose answer was lost can still arrive.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    /// <summary>The name of the bulk sync, to list unfinished updates.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the organization. Null if unknown.</summary>
    public Guid? OrganizationId { get; init; }
}
