using System.ComponentModel;

namespace PolytomicBulk.Formatting;

/// <summary>Values that views show in addition to the properties of an object. A types file adds them as hidden properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewProperties
{
    /// <summary>The properties as the cells of a table.</summary>
    public static object Cells(PSObject item) => new ViewValues(item, isTable: true);

    /// <summary>The properties as the lines of a list.</summary>
    public static object Shown(PSObject item) => new ViewValues(item, isTable: false);

    /// <summary>The sync's name, and the first digits of its id.</summary>
    public static string? Sync(PSObject item) => SyncLabel.Brief(Id(item, "SyncId"), Text(item, "SyncName"));

    /// <summary>The sync's name and its id, for what a table is grouped by.</summary>
    public static string? SyncInFull(PSObject item) => SyncLabel.Full(Id(item, "SyncId"), Text(item, "SyncName"));

    /// <summary>The name of the connection that is read, or the first digits of its id.</summary>
    public static string Source(PSObject item) => Text(item, "SourceName") ?? Digits(item, "SourceConnectionId");

    /// <summary>The name of the connection that is written, or the first digits of its id.</summary>
    public static string Destination(PSObject item) => Text(item, "DestinationName") ?? Digits(item, "DestinationConnectionId");

    /// <summary>The name of the connection that something belongs to, or its id.</summary>
    public static string? Connection(PSObject item) => Text(item, "ConnectionName") ?? Text(item, "ConnectionId");

    /// <summary>The message of an execution, its kind if it is a test or partial, and the numbers of warnings and errors.</summary>
    public static string Message(PSObject item) => Outcome.InWords(
        Text(item, "StatusMessage"),
        Value(item, "IsTest") is true,
        Value(item, "IsPartial") is true,
        Number(item, "WarningCount"),
        Number(item, "ErrorCount"));

    /// <summary>The status of the last execution, if another one is running.</summary>
    public static string? Last(PSObject item) => Inner(item, "LastExecution", "Status");

    /// <summary>The status of reading the stream of changes.</summary>
    public static string? Changes(PSObject item) => Inner(item, "IngestionStatus", "Status");

    /// <summary>What a run of a schedule syncs, in words.</summary>
    public static string Syncs(PSObject item)
    {
        var schemas = List(item, "Schemas") is { Count: > 0 } some ? string.Join("; ", some.Cast<object?>()) : "all schemas";
        var fields = Text(item, "SelectiveMode") is { } selective and not "none" ? $", only {selective}" : "";
        var mode = Text(item, "SyncMode") is { } sync and not "normal" ? $", {sync}" : "";
        return schemas + fields + mode;
    }

    /// <summary>How many of a table's fields are synced.</summary>
    public static string FieldCount(PSObject item) => List(item, "Fields") is { } fields
        ? string.Format(CultureInfo.InvariantCulture, "{0} of {1}", Count(fields, "Enabled"), fields.Count)
        : "not read";

    /// <summary>How many of a table's fields are obfuscated.</summary>
    public static int? ObfuscatedCount(PSObject item) => List(item, "Fields") is { } fields ? Count(fields, "Obfuscated") : null;

    /// <summary>The conditions that a table's records must meet.</summary>
    public static string Conditions(PSObject item) => List(item, "Filters") is { } filters
        ? string.Join("; ", filters.Cast<object?>())
        : List(item, "Fields") is null ? "not read" : "";

    /// <summary>How many tables a source offers.</summary>
    public static int? SchemaCount(PSObject item) => List(item, "Schemas")?.Count;

    /// <summary>How many fields a table of a connection has.</summary>
    public static int? OfferedFieldCount(PSObject item) => List(item, "Fields")?.Count;

    /// <summary>What a policy is about.</summary>
    public static string Actions(PSObject item) =>
        string.Join("; ", (List(item, "PolicyActions") ?? Array.Empty<object>()).Cast<object?>().Where(action => action is not null)
            .Select(action => Text(PSObject.AsPSObject(action), "Action")));

    private static object? Value(PSObject item, string property) => PowerShellValue.Unwrap(item.Properties[property]?.Value);

    private static string? Text(PSObject item, string property) => Value(item, property)?.ToString() is { Length: > 0 } text ? text : null;

    private static Guid? Id(PSObject item, string property) =>
        LanguagePrimitives.TryConvertTo(Value(item, property), out Guid id) && id != Guid.Empty ? id : null;

    private static string Digits(PSObject item, string property) => $"{Value(item, property)}".Split('-')[0];

    private static long? Number(PSObject item, string property) =>
        Value(item, property) is { } value && LanguagePrimitives.TryConvertTo(value, out long number) ? number : null;

    private static ICollection? List(PSObject item, string property) => Value(item, property) as ICollection;

    private static int Count(ICollection items, string flag) =>
        items.Cast<object?>().Count(item => item is not null && Value(PSObject.AsPSObject(item), flag) is true);

    private static string? Inner(PSObject item, string property, string inner) =>
        Value(item, property) is { } value ? Text(PSObject.AsPSObject(value), inner) : null;
}
