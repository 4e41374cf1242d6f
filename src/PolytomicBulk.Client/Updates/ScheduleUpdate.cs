namespace PolytomicBulk.Updates;

/// <summary>What came of a write of a schedule of a bulk sync.</summary>
/// <param name="Schedule">The schedule as it is now.</param>
public sealed record ScheduleUpdate(BulkSyncSchedule Schedule)
{
    /// <summary>What the schedule is called in messages.</summary>
    internal string What { get; init; } = "the schedule";

    /// <summary>What the service had dropped beside what was named, and has been put back by a write of the sync.</summary>
    public IReadOnlyList<string> Repaired { get; init; } = [];

    /// <summary>What else is not as it was before, and was left so.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>What came of the write of the sync that put something back; null where there was none.</summary>
    public BulkSyncUpdate? Sync { get; init; }

    /// <summary>What came of an update of the sync that was interrupted and is finished with this one; null where there was none.</summary>
    public BulkSyncUpdate? Finished { get; init; }

    /// <summary>What somebody should know of it, as sentences.</summary>
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
