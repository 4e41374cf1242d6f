using static PolytomicBulk.Vocabulary.PropertyKind;

namespace PolytomicBulk.Vocabulary;

/// <summary>
/// The only place that describes the objects of the API: the names of their properties, the possible values, and who sets them. Input, file checks,
/// comparisons, completion and help use it.
/// </summary>
public static class ApiTables
{
    /// <summary>A condition on a schema's records.</summary>
    public static ApiTable Filter { get; } = new(
        "filter",
        new("field_id", Text),
        new("function", Text) { Values = KnownValues.FilterFunctions, IsRequired = true },
        new("value", Any));

    /// <summary>A field of a bulk sync's schema.</summary>
    public static ApiTable Field { get; } = new(
        "field",
        new("id", Text) { IsRequired = true },
        new("enabled", Flag),
        new("obfuscated", Flag),
        new("output_name", Text) { IsSetByService = true },
        new("user_output_name", Text) { IsClearedByEmptyText = true });

    /// <summary>A schema of a bulk sync.</summary>
    public static ApiTable Schema { get; } = new(
        "schema",
        new("id", Text) { IsRequired = true },
        new("sync_id", Id) { IsSetByService = true },
        new("enabled", Flag),
        new("output_name", Text) { IsSetByService = true },
        new("user_output_name", Text) { IsClearedByEmptyText = true },
        new("disable_data_cutoff", Flag),
        new("partition_key", Text) { IsClearedByEmptyText = true, NamesField = true },
        new("tracking_field", Text) { IsClearedByEmptyText = true, NamesField = true },
        new("data_cutoff_timestamp", Time),
        new("fields", Items) { Table = Field, IsAlwaysSent = true },
        new("filters", Items) { Table = Filter, IsAlwaysSent = true });

    /// <summary>An additional schedule in the settings of a bulk sync.</summary>
    public static ApiTable Schedule { get; } = new(
        "schedule",
        new("id", Id) { IsFixed = true },
        new("frequency", Text) { Values = KnownValues.Frequencies, IsRequired = true },
        new("minute", NumberText) { Least = 0, Most = 59, GoesWith = "frequency" },
        new("hour", NumberText) { Least = 0, Most = 23, GoesWith = "frequency" },
        new("day_of_week", Text) { Values = KnownValues.Days, GoesWith = "frequency" },
        new("day_of_month", NumberText) { Least = 1, Most = 31, GoesWith = "frequency" },
        new("month", NumberText) { Least = 1, Most = 12, GoesWith = "frequency" },
        new("selective_mode", Text) { Values = KnownValues.SelectiveModes },
        new("resync_mode", Text) { Values = KnownValues.ScheduleResyncModes },
        new("schemas", PropertyKind.Values),
        new("created_at", Time) { IsSetByService = true },
        new("created_by", Free) { IsSetByService = true },
        new("updated_at", Time) { IsSetByService = true },
        new("updated_by", Free) { IsSetByService = true });

    /// <summary>The properties of an additional schedule that a default schedule does not have. The service ignores them there.</summary>
    internal static IReadOnlyCollection<string> OnlyAdditional { get; } = ["selective_mode", "resync_mode", "schemas"];

    /// <summary>The default schedule in the settings of a bulk sync.</summary>
    public static ApiTable DefaultSchedule { get; } = new(
        "default schedule", [.. Schedule.Properties.Where(property => !OnlyAdditional.Contains(property.Name))]);

    /// <summary>A schedule in the schedule operations.</summary>
    public static ApiTable ScheduleOfItsOwn { get; } = new(
        "schedule of its own",
        [
            // In the settings of a bulk sync, the service names the user. Here it returns only the id.
            .. Schedule.Properties
                .Where(property => property.Name != "resync_mode")
                .Select(property => property with
                {
                    Name = CamelCase(property.Name),
                    Kind = property.Kind == Free ? Id : property.Kind,
                    // These operations return these properties but do not accept them. They are set in the bulk sync.
                    IsSetByService = property.IsSetByService || property.Name is "id" or "schemas",
                }),
            new("syncId", Id) { IsSetByService = true },
            new("isDefault", Flag) { IsSetByService = true },
            new("syncMode", Text) { Values = KnownValues.ScheduleResyncModes, IsSetByService = true },
            new("deletedAt", Time) { IsSetByService = true },
            new("deletedBy", Id) { IsSetByService = true },
        ]);

    /// <summary>A bulk sync.</summary>
    public static ApiTable BulkSync { get; } = new(
        "bulk sync",
        new("id", Id) { IsSetByService = true },
        new("name", Text) { IsRequired = true },
        new("active", Flag) { WhenOff = "cancels a running execution" },
        new("mode", Text) { Values = KnownValues.Modes, IsRequired = true },
        new("source_connection_id", Id) { IsRequired = true, RefersTo = ResourceKind.Connection },
        new("source_configuration", Free),
        new("destination_connection_id", Id) { IsRequired = true, RefersTo = ResourceKind.Connection },
        new("destination_configuration", Free) { IsRequired = true },
        new("default_schedule", Item) { Table = DefaultSchedule, IsRequired = true },
        new("additional_schedules", Items) { Table = Schedule },
        new("automatically_add_new_objects", Text) { Values = KnownValues.Discovery, IsNeverEmpty = true },
        new("automatically_add_new_fields", Text) { Values = KnownValues.Discovery, IsNeverEmpty = true },
        new("normalize_names", Text) { Values = KnownValues.NameNormalizations, IsNeverEmpty = true },
        new("concurrency_limit", Number) { Least = 1 },
        new("resync_concurrency_limit", Number) { Least = 1 },
        new("data_cutoff_timestamp", Time),
        new("disable_record_timestamps", Flag),
        new("policies", PropertyKind.Values) { RefersTo = ResourceKind.Policy },
        new("organization_id", Id) { IsFixed = true },
        new("schemas", Items) { Table = Schema },
        new("created_at", Time) { IsSetByService = true },
        new("created_by", Free) { IsSetByService = true },
        new("updated_at", Time) { IsSetByService = true },
        new("updated_by", Free) { IsSetByService = true });

    /// <summary>The properties of a bulk sync that contain schedules.</summary>
    internal static IReadOnlyList<string> SchedulesOfSync { get; } =
        [.. BulkSync.Properties.Where(property => IsInSync(property.Table)).Select(property => property.Name)];

    /// <summary>The body that starts an execution.</summary>
    public static ApiTable Start { get; } = new(
        "start",
        new("test", Flag),
        new("resync_mode", Text) { Values = KnownValues.ResyncModes },
        new("fetch_mode", Text) { Values = KnownValues.FetchModes },
        new("schemas", PropertyKind.Values));

    /// <summary>The properties of an execution that its list can be filtered by.</summary>
    public static ApiTable Execution { get; } = new(
        "execution",
        new ApiProperty("status", Text) { Values = KnownValues.ExecutionStatuses, IsSetByService = true });

    /// <summary>The settings that users define for a field of a connection.</summary>
    public static ApiTable ConnectionField { get; } = new(
        "connection field",
        new("field_id", Text) { IsRequired = true },
        new("label", Text) { IsRequired = true, Label = "Name" },
        new("type", Text) { Values = KnownValues.FieldTypes, IsRequired = true },
        new("path", Text) { IsClearedByEmptyText = true },
        new("example", Any) { IsWriteOnly = true },
        new("user_managed", Flag) { IsSetByService = true });

    /// <summary>The primary key of a schema of a connection. The API has no object for it.</summary>
    public static ApiTable PrimaryKey { get; } = new("primary key", new ApiProperty("primary_key", PropertyKind.Values) { NamesField = true });

    /// <summary>The properties of a connection that users set.</summary>
    public static ApiTable Connection { get; } = new(
        "connection",
        new("name", Text) { IsRequired = true },
        new("configuration", Free) { IsRequired = true },
        new("policies", PropertyKind.Values) { RefersTo = ResourceKind.Policy },
        new("healthcheck_interval", Text),
        new("redirect_url", Text),
        new("updated_at", Time) { IsSetByService = true },
        new("updated_by", Free) { IsSetByService = true });

    /// <summary>All tables.</summary>
    public static IReadOnlyList<ApiTable> All { get; } = [BulkSync, DefaultSchedule, Schedule, ScheduleOfItsOwn, Schema, Field, Filter, Start, ConnectionField];

    /// <summary>A property by the names of its table and itself.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="property">The property's name.</param>
    public static ApiProperty Find(string table, string property) => All.Append(Execution).First(one => one.Name == table)[property];

    /// <summary>Whether a table describes a schedule in the settings of a bulk sync.</summary>
    internal static bool IsInSync(ApiTable? table) => table is not null && (table == DefaultSchedule || table == Schedule);

    /// <summary>The required properties of a schedule with a frequency, by their names in a bulk sync.</summary>
    /// <param name="frequency">The frequency.</param>
    public static IReadOnlyList<string> NeedsOf(string? frequency) => Frequency(frequency)?.Needs ?? [];

    /// <summary>Adds what a schedule implies: an hour without a minute means minute 0.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>Whether a value was added.</returns>
    public static bool FillIn(JsonObject schedule)
    {
        var needs = NeedsOf(JsonWords.Text(schedule["frequency"]));
        if (!needs.Contains("hour") || JsonWords.IsEmpty(schedule["hour"]) || !JsonWords.IsEmpty(schedule["minute"])) return false;
        schedule["minute"] = "0";
        return true;
    }

    /// <summary>Whether a schedule with a frequency can have a pattern, such as *, instead of a number or a day.</summary>
    /// <param name="frequency">The frequency.</param>
    public static bool TakesPatterns(string? frequency) => Frequency(frequency)?.TakesPatterns == true;

    /// <summary>A name as the schedule operations spell it.</summary>
    internal static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(JsonWords.Label(name));

    private static KnownValue? Frequency(string? frequency) => KnownValues.Frequencies.FirstOrDefault(known => known.Text == frequency);
}
