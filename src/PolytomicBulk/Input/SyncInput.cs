namespace PolytomicBulk.Input;

/// <summary>
/// Finds the bulk sync that an object or a text stands for. For commands that change a bulk sync, an execution or schema does not stand for its bulk sync,
/// also not as a copy by Select-Object, CSV, JSON or another process.
/// </summary>
internal static class SyncInput
{
    private static readonly string[] Wholes = [nameof(BulkSync), nameof(BulkSyncStatus), nameof(BulkSyncExecutionStatus)];

    public static SyncReference Read(object? item, bool takesParts) => PowerShellValue.Unwrap(item) switch
    {
        null => throw new ArgumentException("The input is empty, not a bulk sync. Check the variable."),
        Guid id => new(NotEmpty(id)),
        string text when string.IsNullOrWhiteSpace(text) => throw new ArgumentException("The name of the bulk sync is blank. Check the variable."),
        string text => Guid.TryParse(text, out var parsed) ? new(NotEmpty(parsed)) : new(null, text),
        bool value => throw new ArgumentException(
            $"{value} is not a bulk sync. Use a colon for the value of a switch, such as -Active:${value.ToString().ToLowerInvariant()}."),
        _ => Read(new Row(item!), takesParts),
    };

    private static SyncReference Read(Row row, bool takesParts) => row.Kind switch
    {
        null => ReadRow(row, takesParts),
        { } kind when Wholes.Contains(kind) => ReadWhole(row),
        { } kind when row.HasSync && !takesParts => throw Part(ObjectKinds.InWords(kind), row),
        { } kind when row.HasSync => new(row.Id("SyncId") ?? throw new ArgumentException(
            $"This is {ObjectKinds.InWords(kind)} that does not belong to a bulk sync. {Instead}")),
        { } kind => throw Foreign(ObjectKinds.InWords(kind)),
    };

    /// <summary>Whether an item is a row, whose columns may bind to other parameters.</summary>
    public static bool IsRow(object? item) => PowerShellValue.Unwrap(item) is not (null or string or Guid) && new Row(item!).Kind is null;

    /// <summary>Refuses an existing bulk sync where a row of a new one is expected.</summary>
    public static void RefuseExisting(object? item)
    {
        if (PowerShellValue.Unwrap(item) is null) return;
        var row = new Row(item!);
        if (row.Kind is not (null or nameof(BulkSync)))
        {
            throw new ArgumentException(
                $"This is {ObjectKinds.InWords(row.Kind)}, not a row of a new bulk sync. A row has columns with the names of the parameters.");
        }

        if (row.Kind is null && !row.HasValue("Id") && !row.HasValue("SyncId")) return;
        var which = (row.Id("SyncId") ?? row.Id("Id")) is { } id ? $"-Id {id}" : ErrorRecords.Quote(row.Text("Name") ?? "");
        throw new ArgumentException(
            $"This is {(row.Kind is null ? "a row of " : "")}an existing bulk sync without its schemas, so every schema and field would be synced. "
                + $"To copy the bulk sync with its schemas, run Copy-PolytomicBulkSync {which} -NewName 'its name'. To use other schemas, specify -Schema.");
    }

    /// <summary>The id of a connection that was piped in place of a bulk sync; null if the item is not a connection.</summary>
    public static Guid? ConnectionIdOf(object? item) =>
        PowerShellValue.Unwrap(item) is not null && new Row(item!) is { Kind: nameof(Connection) } row ? row.Id("ConnectionId") ?? row.Id("Id") : null;

    private static SyncReference ReadWhole(Row row) =>
        (row.Id("SyncId") ?? row.Id("Id")) is { } id ? new(id, UpdatedAt: row.UpdatedAt) : ReadName(row);

    private static SyncReference ReadRow(Row row, bool takesParts)
    {
        if (row.Id("SyncId") is { } syncId)
        {
            var isWhole = row.Has("CurrentExecution") || row.Id("Id") == syncId;
            if (isWhole || takesParts) return new(syncId, UpdatedAt: isWhole ? row.UpdatedAt : null);
            throw Part("a row with the id of a bulk sync in SyncId, such as that of an execution or a schema", row);
        }

        if (!row.HasValue("Id")) return ReadName(row);
        if (row.KindOfId is { } kind) throw Foreign(kind);
        if (row.HasValue("ExecutionId")) throw Foreign("a row of an execution");
        return row.Id("Id") is { } id
            ? new(id, UpdatedAt: row.UpdatedAt)
            : throw new ArgumentException($"The row's Id is '{PlainText.Line(row.Text("Id") ?? "")}', which is not the id of a bulk sync. {Instead}");
    }

    private static SyncReference ReadName(Row row) => row.HasValue("ExecutionId") || row.Text("Name") is not { } name
        ? throw new ArgumentException($"The object '{PlainText.Line(row.ToString())}' has neither the Id nor the Name of a bulk sync. {Instead}")
        : new(null, name);

    private static Guid NotEmpty(Guid id) => id != Guid.Empty
        ? id
        : throw new ArgumentException($"{id} is an empty id. Check the variable that it comes from.");

    private static ArgumentException Part(string kind, Row row) => new(
        $"This is {kind}, but the command acts on the whole bulk sync. To do that, pipe the bulk sync: "
            + $"Get-PolytomicBulkSync -Id {row.Id("SyncId")?.ToString() ?? "with the SyncId"}.");

    private static ArgumentException Foreign(string kind) => new($"This is {kind}, not a bulk sync. {Instead}");

    private const string Instead = "Pipe the output of Get-PolytomicBulkSync, or the id or name of a bulk sync.";

    /// <summary>An object, a copy of one, or a hashtable.</summary>
    private sealed class Row(object item)
    {
        private readonly PSObject _object = PSObject.AsPSObject(item);
        private readonly IDictionary? _entries = PowerShellValue.Unwrap(item) as IDictionary;

        /// <summary>The name of the type; null for a row without a type.</summary>
        public string? Kind { get; } = ObjectKinds.Of(PSObject.AsPSObject(item));

        /// <summary>Whether an object of its type belongs to a bulk sync.</summary>
        public bool HasSync => ObjectKinds.IsOfModule(Kind!) && (Id("SyncId") is not null || ObjectKinds.HasProperty(Kind!, "SyncId"));

        /// <summary>The kind of a row whose Id is repeated in a column such as ConnectionId.</summary>
        public string? KindOfId
        {
            get
            {
                if (Text("Id") is not { } id) return null;
                var name = Names.FirstOrDefault(name => name.Length > 2 && name.EndsWith("Id", StringComparison.OrdinalIgnoreCase)
                    && !string.Equals(name, "SyncId", StringComparison.OrdinalIgnoreCase)
                    && string.Equals(Text(name), id, StringComparison.OrdinalIgnoreCase));
                return name is null ? null : $"a row of {ObjectKinds.InWords(name.Substring(0, name.Length - 2))}";
            }
        }

        public object? UpdatedAt => Value("UpdatedAt");

        public bool Has(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

        public bool HasValue(string name) => Text(name) is not null;

        public Guid? Id(string name) => Value(name) switch
        {
            Guid id when id != Guid.Empty => id,
            string text when Guid.TryParse(text, out var id) && id != Guid.Empty => id,
            _ => null,
        };

        /// <summary>A value as text; null if it is missing or blank.</summary>
        public string? Text(string name) =>
            Convert.ToString(Value(name), CultureInfo.InvariantCulture) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

        public override string ToString() => _entries is null ? _object.ToString() : string.Join("; ", Names);

        private IEnumerable<string> Names => _entries is null
            ? _object.Properties.Select(property => property.Name)
            : _entries.Keys.Cast<object>().Select(key => Convert.ToString(key, CultureInfo.InvariantCulture) ?? "");

        private object? Value(string name) => PowerShellValue.Unwrap(_entries is null ? _object.Properties[name]?.Value : ValueOf(name));

        private object? ValueOf(string name)
        {
            var key = _entries!.Keys.Cast<object>().FirstOrDefault(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase));
            return key is null ? null : _entries[key];
        }
    }
}
