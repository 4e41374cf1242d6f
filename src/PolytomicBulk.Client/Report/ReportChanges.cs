namespace PolytomicBulk.Report;

/// <summary>A change since an export, as a report shows it.</summary>
/// <param name="Sync">The name of the bulk sync.</param>
/// <param name="Property">The changed property.</param>
/// <param name="Was">The value in the export.</param>
/// <param name="Is">The value now.</param>
/// <param name="IsAboutData">Whether the change affects which data is sent, or where to.</param>
internal sealed record ReportChange(string Sync, string Property, string Was, string Is, bool IsAboutData)
{
    // These settings decide which data is copied, and where to.
    private static readonly Regex Data = new(
        @"(Filters|Obfuscated|Enabled|OutputName|DataCutoff\w*|(Source|Destination)(Connection|Configuration)\w*|AutomaticallyAdd\w+)(\.|$)",
        RegexOptions.CultureInvariant);

    // The values can be confidential.
    private static readonly Regex Secret = new(@"^(Source|Destination)Configuration(\.|$)|^Policies(\.|$)", RegexOptions.CultureInvariant);

    /// <summary>Returns the changes. Those that affect data come first.</summary>
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
