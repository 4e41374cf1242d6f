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

    /// <summary>
    /// What the sync copies otherwise than before and was left so, since putting it back could copy more data, or undo somebody's change.
    /// </summary>
    public IReadOnlyList<SchemaDifference> Left { get; init; } = [];

    /// <summary>Until when an earlier write whose answer was lost may still come, in UTC; null where none may.</summary>
    public DateTime? MayStillChangeUntil { get; init; }

    /// <summary>Whether the write was seen only some time after its answer was lost.</summary>
    public bool CameLate { get; init; }

    /// <summary>What somebody should know of it, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            var sync = $"bulk sync '{Sync}' ({Sync.Id})";
            if (Repaired.Count > 0)
            {
                yield return UnfinishedSince is { } time
                    ? $"An update of {sync} at {JsonWords.Show(time)} was broken off. "
                        + $"What the sync was to copy then was put back now: {JsonWords.Some(Repaired)}."
                    : $"Writing {sync} changed what it copies; it was put back: {JsonWords.Some(Repaired)}.";
            }

            if (Stored.Count > 0)
            {
                yield return $"The service has stored some of what was written to {sync} in another form, which means the same: {JsonWords.Some(Stored)}.";
            }

            if (Left.Count > 0)
            {
                var who = ChangedMeanwhileBy is { } name ? $" The sync was changed at the same time by {name}." : "";
                yield return $"What {sync} copies is not as it was before, and was left so: {JsonWords.Some([.. Left.Select(left => left.ToString())])}.{who} "
                    + "To put it back could copy more data or undo somebody's change.";
            }

            if (Different.Count > 0)
            {
                yield return ChangedMeanwhileBy is { } other
                    ? $"{Sentence(sync)} was changed at the same time by {other}, and is not as this command wrote it: {JsonWords.Some(Different)}."
                    : $"The service did not take all of what was written to {sync}: {JsonWords.Some(Different)}.";
            }

            if (CameLate)
            {
                yield return $"The answer to the write of {sync} was lost, and the write came some time later. "
                    + "What others changed in between may be overwritten. Check the sync.";
            }

            if (MayStillChangeUntil is { } until)
            {
                yield return $"An earlier write of {sync}, whose answer was lost, may still come and change what the sync copies. "
                    + $"Run the same command again after {JsonWords.Show(until)}: it looks again.";
            }
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
