namespace PolytomicBulk.Sandbox;

/// <summary>Additional data about a source: how many records change, how fast it can be read, and the settings of its schemas.</summary>
internal sealed class SandboxSource
{
    private const int RecordsPerDayOfOthers = 1000;

    private readonly JsonObject _tables;

    private SandboxSource(JsonObject seed)
    {
        _tables = seed["tables"]?.AsObject() ?? [];
        RecordsPerSecond = (double?)seed["records_per_second"] ?? 100;
    }

    /// <summary>A source without additional data.</summary>
    public static SandboxSource Unknown { get; } = new([]);

    public double RecordsPerSecond { get; }

    /// <summary>The schemas with additional data.</summary>
    public IEnumerable<string> Tables => _tables.Select(table => table.Key);

    /// <summary>The sources of the seed, by connection.</summary>
    public static Dictionary<string, SandboxSource> ReadAll()
    {
        using var seed = typeof(SandboxSource).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Sources.json")!;
        return JsonNode.Parse(seed)!.AsObject()
            .ToDictionary(source => source.Key, source => new SandboxSource(source.Value!.AsObject()), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The number of records of a schema that change each day.</summary>
    public int RecordsPerDay(string table) => (int?)_tables[table]?["records_per_day"] ?? RecordsPerDayOfOthers;

    /// <summary>The minimum number of warnings about a schema in an execution.</summary>
    public int Warnings(string table) => (int?)_tables[table]?["warnings"] ?? 0;

    /// <summary>The settings of a schema in bulk syncs when the sandbox starts. <c>fields</c> contains the settings of fields, by id.</summary>
    public JsonObject Chosen(string table) => _tables[table]?["chosen"] as JsonObject ?? [];
}
