namespace PolytomicBulk.Updates;

/// <summary>The result of an update of a schedule.</summary>
/// <param name="Schedule">The schedule after the update.</param>
public sealed record ScheduleUpdate(BulkSyncSchedule Schedule)
{
    /// <summary>Describes the schedule in messages.</summary>
    internal string What { get; init; } = "the schedule";

    /// <summary>Other properties that the service dropped and that were restored by an update of the bulk sync.</summary>
    public IReadOnlyList<string> Repaired { get; init; } = [];

    /// <summary>Other differences that were kept.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>The result of the update of the bulk sync that restored something. Null if there was none.</summary>
    public BulkSyncUpdate? Sync { get; init; }

    /// <summary>The result of an interrupted update that was finished first. Null if there was none.</summary>
    public BulkSyncUpdate? Finished { get; init; }

    /// <summary>Warnings, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var warning in Finished?.Warnings ?? []) yield return warning;
            if (Repaired.Count > 0) yield return $"The service changed more of {What} than you specified. This was restored: {JsonWords.Some(Repaired)}.";
            if (Left.Count > 0) yield return $"Other changes in {What} were not restored: {JsonWords.Some(Left)}.";

            foreach (var warning in Sync?.Warnings ?? []) yield return warning;
        }
    }
}
