using System.Globalization;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Input;

/// <summary>The settings of a bulk sync as parameters give them, checked and by the API's own names.</summary>
internal static class BulkSyncInput
{
    private static readonly (string Parameter, string Name, Func<string, object?, JsonNode?> Read)[] Settings =
    [
        ("Active", "active", Flag),
        ("Mode", "mode", Known(KnownValues.Modes)),
        ("SourceConnectionId", "source_connection_id", Id),
        ("SourceConfiguration", "source_configuration", JsonInput.ToObject),
        ("DestinationConnectionId", "destination_connection_id", Id),
        ("DestinationConfiguration", "destination_configuration", JsonInput.ToObject),
        ("AutomaticallyAddNewObjects", "automatically_add_new_objects", Known(KnownValues.Discovery)),
        ("AutomaticallyAddNewFields", "automatically_add_new_fields", Known(KnownValues.Discovery)),
        ("NormalizeNames", "normalize_names", Known(KnownValues.NameNormalizations)),
        ("ConcurrencyLimit", "concurrency_limit", AtLeastOne),
        ("ResyncConcurrencyLimit", "resync_concurrency_limit", AtLeastOne),
        ("DataCutoffTimestamp", "data_cutoff_timestamp", JsonInput.ToNode),
        ("DisableRecordTimestamps", "disable_record_timestamps", Flag),
        ("Policy", "policies", JsonInput.ToNode),
        ("OrganizationId", "organization_id", Id),
    ];

    /// <summary>The JSON of the settings that were given; null for what was given as nothing.</summary>
    /// <param name="name">The sync's name, or null where it is not given.</param>
    /// <param name="bound">The parameters that were bound.</param>
    /// <exception cref="ArgumentException">One of them cannot be.</exception>
    public static JsonObject Read(string? name, IReadOnlyDictionary<string, object> bound)
    {
        var json = new JsonObject();
        if (name is not null) json["name"] = string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("The name is blank. A bulk sync needs one.") : name;
        foreach (var (parameter, property, read) in Settings)
        {
            if (bound.TryGetValue(parameter, out var value)) json[property] = read("-" + parameter, value);
        }

        return json;
    }

    private static Func<string, object?, JsonNode?> Known(string known) => (parameter, value) => KnownValues.Check(parameter, value as string, known);

    private static JsonNode? Id(string parameter, object? value) => value is Guid id ? id.ToString() : null;

    private static JsonNode? Flag(string parameter, object? value) => Flags.Read(parameter, value);

    private static JsonNode? AtLeastOne(string parameter, object? value) => value is null ? null
        : Convert.ToInt64(value, CultureInfo.InvariantCulture) is var limit and >= 1 ? limit
        : throw new ArgumentException($"{parameter} is 1 or more, so it cannot be {value}.");
}
