namespace PolytomicBulk.Configuration;

/// <summary>A part of a configuration with the property names of the API: the settings, a schedule, a schema, a field or a filter.</summary>
/// <param name="Place">The place of the part in messages, to put before a property name.</param>
/// <param name="Kind">The kind of place, such as <c>fields</c>. It is the same in all bulk syncs.</param>
/// <param name="Json">The JSON of the part.</param>
/// <param name="Table">The table of its properties.</param>
internal sealed record ConfigurationPart(string Place, string Kind, JsonObject Json, ApiTable Table)
{
    /// <summary>The frequencies of schedules whose times are in properties that the API does not describe.</summary>
    private static readonly string[] OpenFrequencies = ["runafter", "multi", "dbtcloud"];

    /// <summary>A file has objects for connections, instead of their ids.</summary>
    internal static readonly HashSet<string> Settings =
        [.. ApiTables.BulkSync.Names.Except(ConfigurationForm.Connections.Select(role => role + "_id")), .. ConfigurationForm.Connections];

    /// <summary>The known names of its properties. Null if any name is possible.</summary>
    public IReadOnlyCollection<string>? Names => IsOpen ? null : Table == ApiTables.BulkSync ? Settings : Table.NameSet;

    private bool IsOpen => ApiTables.IsInSync(Table) && OpenFrequencies.Contains(JsonWords.Text(Json["frequency"]));

    /// <summary>The known values of a property. Null if any value is possible.</summary>
    public IReadOnlyCollection<string>? ValuesOf(string name)
    {
        if (!Table.TryGet(name, out var property) || property.Values.Count == 0) return null;
        var mayBePattern = name == "day_of_week"
            && ApiTables.TakesPatterns(JsonWords.Text(Json["frequency"])) && SchedulePattern.Is(JsonWords.Text(Json[name]));
        return mayBePattern ? null : [.. property.Values.Select(known => known.Text)];
    }

    /// <summary>Returns all parts of a configuration.</summary>
    public static IEnumerable<ConfigurationPart> ListIn(JsonObject configuration) =>
    [
        new("", "", configuration, ApiTables.BulkSync),
        .. from name in ApiTables.SchedulesOfSync
           from schedule in Choices.ItemsOf(configuration[name])
           select new ConfigurationPart($"{name}.", name, schedule, ApiTables.BulkSync[name].Table!),
        .. Choices.ItemsOf(configuration["schemas"]).SelectMany(ListInSchema),
    ];

    private static IEnumerable<ConfigurationPart> ListInSchema(JsonObject schema)
    {
        var place = $"schemas.{SchemaForm.IdOf(schema)}.";
        return
        [
            new(place, "schemas", schema, ApiTables.Schema),
            .. Choices.ItemsOf(schema["fields"])
                .Select(field => new ConfigurationPart($"{place}fields.{SchemaForm.IdOf(field)}.", "fields", field, ApiTables.Field)),
            .. Choices.ItemsOf(schema["filters"]).Select(filter => new ConfigurationPart($"{place}filters.", "filters", filter, ApiTables.Filter)),
        ];
    }
}
