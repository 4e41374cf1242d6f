namespace PolytomicBulk.Input;

/// <summary>Converts schemas from a file, or from another process, to schemas with their fields and filters.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SchemaRowAttribute() : RowsAttribute(typeof(BulkSyncSchema))
{
    private protected override object Read(PSObject item)
    {
        var kind = ObjectKinds.Of(item);
        var json = kind is null or nameof(BulkSyncSchema) && NamedValues.From(item) is { } row ? ToJson(ApiTables.Schema, row) : [];
        if (json["id"] is not null && Guid.TryParse((string?)json["sync_id"], out _)) return BulkSyncUpdates.ToSchema(json);
        var what = kind is null or nameof(BulkSyncSchema) ? "" : $"{ObjectKinds.InWords(kind)}, ";
        throw new ArgumentException($"This is {what}not a schema with its Id and SyncId. Pipe the output of Get-PolytomicBulkSyncSchema -Id *.");
    }

    /// <summary>The properties of the service, also those that this version does not know.</summary>
    private static JsonObject ToJson(ApiTable table, NamedValues row)
    {
        var json = JsonInput.ToObject("AdditionalProperties", row.Take("AdditionalProperties")) ?? [];
        foreach (var property in table.Properties)
        {
            if (row.Take(property.Name) is { } value && ToNode(property, value) is { } node) json[property.Name] = node;
        }

        return json;
    }

    private static JsonNode? ToNode(ApiProperty property, object value) => property switch
    {
        // In a CSV file, a cell for fields that were not read is empty.
        { Table: not null } when value is "" => null,
        { Table: { } table } => new JsonArray([.. Items(property, value).Select(item => ToJson(table, item))]),
        { Kind: PropertyKind.Flag } => Flags.Read(property.Label, value),
        { Kind: PropertyKind.Time } => TimeInput.Read(property.Label, value) is { } time ? JsonInput.ToText(time) : null,
        { Kind: PropertyKind.Text or PropertyKind.Id } => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => JsonInput.ToNode(property.Label, Plain(value)),
    };

    /// <summary>ConvertFrom-Json makes a DateTime of text. If the text has no zone, it must not get one.</summary>
    private static object? Plain(object? value) => PowerShellValue.Unwrap(value) switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        IList items => items.Cast<object?>().Select(Plain).ToArray(),
        var other => other,
    };

    /// <summary>Text in place of the items comes from a CSV file, or from JSON with too little depth.</summary>
    private static List<NamedValues> Items(ApiProperty property, object value)
    {
        if (value is IList list && list.Cast<object?>().Select(NamedValues.From).OfType<NamedValues>().ToList() is var items && items.Count == list.Count)
        {
            return items;
        }

        throw new ArgumentException(
            $"The {property.Words} of the schema are text, so they cannot be restored. A CSV file does not contain their settings. "
                + "To back up schemas, use Export-Clixml or ConvertTo-Json -Depth 9.");
    }
}
