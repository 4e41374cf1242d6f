using PolytomicBulk.Json;

namespace PolytomicBulk.Updates;

/// <summary>What came of a write of a bulk sync.</summary>
/// <param name="Sync">The sync as it is now.</param>
/// <param name="Repaired">What the service had changed beside what was named, and has been put back, such as
/// <c>~ Schemas.contact.Fields.email.Enabled: True -> False</c>.</param>
/// <param name="Different">What is not as it was to be, such as <c>~ Mode: 'snapshot' -> 'replicate'</c>.</param>
/// <param name="ChangedMeanwhileBy">Who changed the sync while it was written, and when; null where nobody did.</param>
/// <param name="UnfinishedSince">When an earlier update began, in UTC, that was broken off and that this one has seen through; null where there was
/// none.</param>
public sealed record BulkSyncUpdate(
    BulkSync Sync, IReadOnlyList<string> Repaired, IReadOnlyList<string> Different, string? ChangedMeanwhileBy = null, DateTime? UnfinishedSince = null)
{
    /// <summary>
    /// What was written and the service has stored in another form that means the same, such as <c>~ DestinationConfiguration.schema: 'raw' -> 'RAW'</c>.
    /// </summary>
    public IReadOnlyList<string> Stored { get; init; } = [];

    /// <summary>What somebody should know of it, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Repaired.Count > 0)
            {
                yield return UnfinishedSince is { } time
                    ? $"An update of bulk sync '{Sync}' ({Sync.Id}) at {JsonWords.Show(time)} was broken off. "
                        + $"What the sync was to copy then was put back now, whoever has changed it since: {string.Join("; ", Repaired)}."
                    : $"Writing bulk sync '{Sync}' ({Sync.Id}) changed what it copies; it was put back: {string.Join("; ", Repaired)}.";
            }

            if (Stored.Count > 0)
            {
                yield return $"The service has stored some of what was written to bulk sync '{Sync}' ({Sync.Id}) in another form, which means the same: "
                    + $"{string.Join("; ", Stored)}.";
            }

            if (Different.Count == 0) yield break;
            yield return ChangedMeanwhileBy is { } who
                ? $"Bulk sync '{Sync}' ({Sync.Id}) was changed at the same time by {who}, and is not as this command wrote it: {string.Join("; ", Different)}."
                : $"The service did not take all of what was written to bulk sync '{Sync}' ({Sync.Id}): {string.Join("; ", Different)}.";
        }
    }
}
