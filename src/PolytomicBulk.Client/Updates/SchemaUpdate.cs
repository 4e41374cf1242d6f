namespace PolytomicBulk.Updates;

/// <summary>What came of a write of schemas of a bulk sync.</summary>
/// <param name="Schemas">The schemas as they are now.</param>
public sealed record SchemaUpdate(IReadOnlyList<BulkSyncSchema> Schemas)
{
    /// <summary>What the service had changed beside what was named, and has been put back.</summary>
    public IReadOnlyList<string> Repaired { get; init; } = [];

    /// <summary>What else is not as it was before, and was left so.</summary>
    public IReadOnlyList<SchemaDifference> Left { get; init; } = [];

    /// <summary>What was named and is stored with another value.</summary>
    public IReadOnlyList<string> Different { get; init; } = [];

    /// <summary>What came of an update of the sync that was interrupted and is finished with this one; null where there was none.</summary>
    public BulkSyncUpdate? Finished { get; init; }

    /// <summary>What somebody should know of it, as sentences.</summary>
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
