namespace PolytomicBulk.Updates;

/// <summary>The result of an update of a bulk sync.</summary>
/// <param name="Sync">The bulk sync after the update.</param>
/// <param name="Repaired">Changes by the service that were not requested and were undone, such as <c>~ Schemas.contact.Fields.email.Enabled: True ->
/// False</c>.</param>
/// <param name="Different">Settings that differ from the requested ones, such as <c>~ Mode: 'snapshot' -> 'replicate'</c>.</param>
/// <param name="ChangedMeanwhileBy">Who changed the bulk sync during the update, and when. Null if nobody did.</param>
/// <param name="UnfinishedSince">When the interrupted update began that this update finished, in UTC. Null if there was none.</param>
public sealed record BulkSyncUpdate(
    BulkSync Sync, IReadOnlyList<string> Repaired, IReadOnlyList<string> Different, string? ChangedMeanwhileBy = null, DateTime? UnfinishedSince = null)
{
    /// <summary>
    /// Values that the service stored in another form with the same meaning, such as <c>~ DestinationConfiguration.schema: 'raw' -> 'RAW'</c>.
    /// </summary>
    public IReadOnlyList<string> Stored { get; init; } = [];

    /// <summary>Differences in the selection that were kept, because undoing them could copy more data or undo a change by somebody else.</summary>
    public IReadOnlyList<SchemaDifference> Left { get; init; } = [];

    /// <summary>The time until which an update with a lost answer can still arrive, in UTC. Null if none can.</summary>
    public DateTime? MayStillChangeUntil { get; init; }

    /// <summary>Whether the update arrived only some time after its answer was lost.</summary>
    public bool CameLate { get; init; }

    /// <summary>Whether others changed the bulk sync while its schemas were restored, so that one of their changes may be overwritten.</summary>
    public bool IsRaced { get; init; }

    /// <summary>Warnings, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            var sync = $"bulk sync '{Sync}' ({Sync.Id})";
            if (Repaired.Count > 0)
            {
                yield return UnfinishedSince is { } time
                    ? $"An update of {sync} at {JsonWords.Show(time)} was interrupted. "
                        + $"Its schemas are restored now: {JsonWords.Some(Repaired)}."
                    : $"The update of {sync} changed its schemas. This was restored: {JsonWords.Some(Repaired)}.";
            }

            if (Stored.Count > 0)
            {
                yield return $"The service stored some values of {sync} in a different form with the same meaning: {JsonWords.Some(Stored)}.";
            }

            if (Left.Count > 0)
            {
                var who = ChangedMeanwhileBy is { } name ? $" The sync was changed at the same time by {name}." : "";
                yield return $"The schemas of {sync} have changed, and were not restored: {JsonWords.Some([.. Left.Select(left => left.ToString())])}.{who} "
                    + "Restoring it could copy more data or undo somebody's change.";
            }

            if (Different.Count > 0)
            {
                yield return ChangedMeanwhileBy is { } other
                    ? $"{Sentence(sync)} was changed at the same time by {other}. It differs from what this command wrote: {JsonWords.Some(Different)}."
                    : $"The service did not accept all changes to {sync}: {JsonWords.Some(Different)}.";
            }

            if (CameLate)
            {
                yield return $"The answer to the update of {sync} was lost, and the update arrived later. "
                    + "Changes that somebody else made in between may be overwritten. Check the bulk sync.";
            }

            if (IsRaced)
            {
                yield return $"Somebody else changed {sync} while its schemas were restored. Some of these changes may be overwritten. "
                    + "Check the bulk sync.";
            }

            if (MayStillChangeUntil is { } until)
            {
                yield return $"An earlier update of {sync}, whose answer was lost, can still arrive and change its schemas. "
                    + $"Run the same command again after {JsonWords.Show(until)} to check it.";
            }
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
