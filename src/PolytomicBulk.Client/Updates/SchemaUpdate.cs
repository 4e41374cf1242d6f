namespace PolytomicBulk.Updates;

/// <summary>The result of an update of schemas of a bulk sync.</summary>
/// <param name="Schemas">The schemas after the update.</param>
public sealed record SchemaUpdate(IReadOnlyList<BulkSyncSchema> Schemas)
{
    /// <summary>Other changes by the service that were undone.</summary>
    public IReadOnlyList<string> Repaired { get; init; } = [];

    /// <summary>Other differences that were kept.</summary>
    public IReadOnlyList<SchemaDifference> Left { get; init; } = [];

    /// <summary>Changes that the service stored with another value.</summary>
    public IReadOnlyList<string> Different { get; init; } = [];

    /// <summary>The result of an interrupted update that was finished first. Null if there was none.</summary>
    public BulkSyncUpdate? Finished { get; init; }

    /// <summary>Warnings, as sentences.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            foreach (var warning in Finished?.Warnings ?? []) yield return warning;
            if (Repaired.Count > 0) yield return $"The service changed more than you specified. This was restored: {JsonWords.Some(Repaired)}.";
            if (Left.Count > 0)
            {
                yield return "Something else in the schemas has changed, and was not restored: "
                    + $"{JsonWords.Some([.. Left.Select(left => left.ToString())])}. Restoring it could copy more data or undo somebody's change.";
            }

            if (Different.Count > 0) yield return $"The service stored different values: {JsonWords.Some(Different)}.";
        }
    }
}
