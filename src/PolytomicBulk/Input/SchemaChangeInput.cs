using System.Collections;
using System.Globalization;
using PolytomicBulk.Operations;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Input;

/// <summary>Changes of fields, and filters, as somebody gave them to change a schema of a bulk sync.</summary>
internal static class SchemaChangeInput
{
    /// <summary>Changes by field id.</summary>
    /// <exception cref="ArgumentException">They cannot be read as such.</exception>
    public static Dictionary<string, FieldChange> ReadFields(object? fields)
    {
        var changes = new Dictionary<string, FieldChange>();
        if (fields is null) return changes;
        if (JsonInput.Unwrap(fields) is not IDictionary entries) throw new ArgumentException("-Field is a hashtable from field id to what is to change in it, such as @{ email = @{ Obfuscated = $true } }.");
        foreach (DictionaryEntry field in entries)
        {
            var id = Convert.ToString(field.Key, CultureInfo.InvariantCulture)!;
            var given = NamedValues.From(field.Value) ?? throw new ArgumentException($"-Field: write what is to change in '{id}' as a hashtable, such as @{{ '{id}' = @{{ Obfuscated = $true }} }}.");
            changes[id] = new()
            {
                Enabled = given.TakeFlag("enabled"),
                Obfuscated = given.TakeFlag("obfuscated"),
                // Blank is a value here: the name that the service gives.
                UserOutputName = given.Take("user_output_name") is { } name ? Convert.ToString(name, CultureInfo.InvariantCulture) : null,
            };
            ThrowIfUnknown(given, $"-Field: '{id}'", "Enabled, Obfuscated, UserOutputName");
        }

        return changes;
    }

    /// <summary>Filters, of which those that the service sent stay as they are.</summary>
    /// <exception cref="ArgumentException">They cannot be read as such.</exception>
    public static BulkSyncFilter[] ReadFilters(IEnumerable<object?> filters) => [.. filters.Select(ReadFilter)];

    private static BulkSyncFilter ReadFilter(object? filter)
    {
        if (JsonInput.Unwrap(filter) is BulkSyncFilter known) return known;
        var given = NamedValues.From(filter) ?? throw new ArgumentException("-Filter: a filter is a hashtable, such as @{ FieldId = 'region'; Function = 'Equality'; Value = 'EU' }.");
        var function = ApiTables.Filter["function"].Spell("A filter's function", given.TakeText("function"))
            ?? throw new ArgumentException($"-Filter: a filter needs a function, one of: {string.Join(", ", ApiTables.Filter["function"].Values.Select(known => known.Text))}.");
        var read = new BulkSyncFilter(given.TakeText("field_id"), function, JsonInput.ToNode("A filter's value", given.Take("value")));
        ThrowIfUnknown(given, "-Filter: a filter", "FieldId, Function, Value");
        return read;
    }

    private static void ThrowIfUnknown(NamedValues given, string what, string known)
    {
        if (given.Rest.Select(pair => pair.Name).FirstOrDefault() is { } unknown) throw new ArgumentException($"{what} has no setting '{unknown}'. The settings are: {known}.");
    }
}
