using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>How far a write of a bulk sync has come, to be told where it cannot be seen through.</summary>
/// <param name="syncId">The sync's id.</param>
/// <param name="written">What has been written, as a sentence.</param>
/// <param name="wanted">What the sync is to copy.</param>
/// <param name="allowsNewSchemas">Whether other schemas may be on.</param>
/// <param name="allowsNewFields">Whether other fields may be on.</param>
internal sealed class UpdateState(Guid syncId, string written, Selection wanted, bool allowsNewSchemas, bool allowsNewFields)
{
    public Guid SyncId { get; } = syncId;

    public Selection Wanted { get; } = wanted;

    /// <summary>In what the sync's schemas are not as they are to be, by schema; null as long as nobody has looked.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonDifference>>? Differences { get; private set; }

    public IReadOnlyList<string> InWords => [.. (Differences ?? new Dictionary<string, IReadOnlyList<JsonDifference>>()).Values.SelectMany(differences => differences).Select(difference => difference.ToString())];

    /// <summary>Compares what the sync copies with what it is to copy.</summary>
    public void Look(Selection actual) => Differences = Wanted.DifferencesIn(actual, allowsNewSchemas, allowsNewFields);

    /// <summary>Compares again the schemas that differed, which alone have been read again.</summary>
    public void LookAgain(Selection actual)
    {
        var before = Differences!;
        Differences = Wanted.DifferencesIn(actual, allowsNewSchemas, allowsNewFields).Where(schema => before.ContainsKey(schema.Key)).ToDictionary(schema => schema.Key, schema => schema.Value);
    }

    public PolytomicApiException Broken(PolytomicApiException failure) => failure.With(
        Differences switch
        {
            null => $"{written} What it copies could not be looked at, and may have changed. {Again}",
            { Count: 0 } => $"{written} What it copies is as it is to be.",
            _ => $"{written} What it copies could not be put back: {string.Join("; ", InWords)}. {Again}",
        },
        Wanted.ToSchemas(SyncId));

    public PolytomicApiException NotRepaired() => Failure(
        PolytomicFailure.BadResponse,
        $"{written} What it copies was put back, but the service did not take it: {string.Join("; ", InWords)}. {Again}");

    public PolytomicApiException Overtaken(BulkSyncEdit now) => Failure(
        PolytomicFailure.Conflict,
        $"{written} Then it was changed by {now.ChangeInWords}, so what it copies was left as it is now, which is not as it was: {string.Join("; ", InWords)}.");

    private const string Again = "Doing the same again in this session finishes it.";

    private PolytomicApiException Failure(PolytomicFailure failure, string message) => new(failure, message) { Selection = Wanted.ToSchemas(SyncId) };
}
