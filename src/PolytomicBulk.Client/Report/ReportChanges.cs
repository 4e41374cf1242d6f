namespace PolytomicBulk.Report;

/// <summary>What has changed since an export, as a report shows it.</summary>
/// <param name="Sync">The sync's name.</param>
/// <param name="Property">What has changed.</param>
/// <param name="Was">The value in the export.</param>
/// <param name="Is">The value now.</param>
/// <param name="IsAboutData">Whether other data is sent, or to another place.</param>
internal sealed record ReportChange(string Sync, string Property, string Was, string Is, bool IsAboutData)
{
    // These settings decide which data is copied, and where to.
    private static readonly Regex Data = new(
        @"(Filters|Obfuscated|Enabled|OutputName|DataCutoff\w*|(Source|Destination)(Connection|Configuration)\w*|AutomaticallyAdd\w+)(\.|$)",
        RegexOptions.CultureInvariant);

    // The values can be confidential.
    private static readonly Regex Secret = new(@"^(Source|Destination)Configuration(\.|$)|^Policies(\.|$)", RegexOptions.CultureInvariant);

    /// <summary>The changes, those that are about data first.</summary>
    public static IReadOnlyList<ReportChange> Of(BulkSyncReport report) =>
    [
        .. (report.Changes ?? []).Select(drift => Of(drift, report.Input.ConnectionNames))
            .OrderByDescending(change => change.IsAboutData).ThenBy(change => change.Sync, StringComparer.OrdinalIgnoreCase),
    ];

    private static ReportChange Of(BulkSyncDrift drift, IReadOnlyDictionary<Guid, string> names)
    {
        if (drift.Property is not { } property)
        {
            return drift.Change == "Extra"
                ? new(drift.SyncName, "new sync", "", drift.SyncName, true)
                : new(drift.SyncName, "removed sync", drift.SyncName, "", true);
        }

        var isSecret = Secret.IsMatch(property);
        string Text(object? value) => value is null ? "" : isSecret ? "(not shown)" : Name(value.ToString()!, names);
        return new(drift.SyncName, property, Text(drift.Expected), Text(drift.Actual), Data.IsMatch(property));
    }

    private static string Name(string value, IReadOnlyDictionary<Guid, string> names) =>
        Guid.TryParse(value, out var id) && names.TryGetValue(id, out var name) ? name : value;
}
