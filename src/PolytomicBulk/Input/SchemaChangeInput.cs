namespace PolytomicBulk.Input;

/// <summary>Reads changes of fields and filters of a schema.</summary>
internal static class SchemaChangeInput
{
    private static readonly ApiProperty[] FieldSettings =
        [.. ApiTables.Field.Properties.Where(property => property is { IsSetByService: false, Name: not "id" })];

    public static JsonObject ReadFields(object fields)
    {
        if (PowerShellValue.Unwrap(fields) is not IDictionary entries)
        {
            throw new ArgumentException("-Field must be a hashtable of field ids and their changes, such as @{ email = @{ Obfuscated = $true } }.");
        }

        var changes = new JsonObject();
        foreach (DictionaryEntry field in entries)
        {
            var id = Convert.ToString(field.Key, CultureInfo.InvariantCulture)!;
            var given = NamedValues.From(field.Value)
                ?? throw new ArgumentException($"-Field: specify the changes to '{id}' as a hashtable, such as @{{ '{id}' = @{{ Obfuscated = $true }} }}.");
            var change = new JsonObject();
            foreach (var property in FieldSettings)
            {
                if (Read(given, property) is { } value) change[property.Name] = value;
            }

            if (given.Take(ClearInput.Parameter) is { } names) ClearInput.Read(ApiTables.Field, Texts(names), change);
            ThrowIfUnknown(given, $"-Field: '{id}'", FieldSettings);
            changes[id] = change;
        }

        return changes;
    }

    /// <summary>Reads filters. Filters from the service are kept as they are.</summary>
    public static JsonArray ReadFilters(IEnumerable<object?> filters) => new([.. filters.Select(ReadFilter)]);

    private static JsonNode? Read(NamedValues given, ApiProperty property) => property.Kind == PropertyKind.Flag
        ? given.TakeFlag(property.Name)
        : given.TakeText(property.Name);

    private static IEnumerable<string> Texts(object value) =>
        (value is IEnumerable list and not string ? list.Cast<object?>() : [value]).Select(item => Convert.ToString(item, CultureInfo.InvariantCulture) ?? "");

    private static JsonObject ReadFilter(object? filter)
    {
        if (PowerShellValue.Unwrap(filter) is BulkSyncFilter known) return known.ToJson();
        var given = NamedValues.From(filter)
            ?? throw new ArgumentException(
                "-Filter: specify each filter as a hashtable, such as @{ FieldId = 'region'; Function = 'Equality'; Value = 'EU' }.");
        var function = ApiTables.Filter["function"];
        var json = new JsonObject
        {
            ["field_id"] = given.TakeText("field_id"),
            ["function"] = function.Spell("A filter's function", given.TakeText("function"))
                ?? throw new ArgumentException(
                    $"-Filter: a filter needs a function, one of: {string.Join(", ", function.Values.Select(value => value.Text))}."),
            ["value"] = JsonInput.ToNode("A filter's value", given.Take("value")),
        };
        ThrowIfUnknown(given, "-Filter: a filter", ApiTables.Filter.Properties);
        SchemaInput.ThrowIfValueless(json);
        return JsonInput.WithoutNulls(json);
    }

    private static void ThrowIfUnknown(NamedValues given, string what, IEnumerable<ApiProperty> known)
    {
        if (given.Rest.Select(pair => pair.Name).FirstOrDefault() is not { } unknown) return;
        throw new ArgumentException($"{what} has no setting '{unknown}'. The settings are: {string.Join(", ", known.Select(property => property.Label))}.");
    }
}
