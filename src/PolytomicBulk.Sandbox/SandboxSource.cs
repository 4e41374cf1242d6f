namespace PolytomicBulk.Sandbox;

/// <summary>A source beyond what it offers: how much changes in it, how fast it can be read, and what its bulk syncs chose of it.</summary>
internal sealed class SandboxSource
{
    private const int RecordsPerDayOfOthers = 1000;

    private readonly JsonObject _tables;

    private SandboxSource(JsonObject seed)
    {
        _tables = seed["tables"]?.AsObject() ?? [];
        RecordsPerSecond = (double?)seed["records_per_second"] ?? 100;
    }

    /// <summary>A source of which nothing is known.</summary>
    public static SandboxSource Unknown { get; } = new([]);

    public double RecordsPerSecond { get; }

    /// <summary>The tables that there is something to say of.</summary>
    public IEnumerable<string> Tables => _tables.Select(table => table.Key);

    /// <summary>The sources of the seed, by connection.</summary>
    public static Dictionary<string, SandboxSource> ReadAll()
    {
        using var seed = typeof(SandboxSource).Assembly.GetManifestResourceStream("PolytomicBulk.Sandbox.Sources.json")!;
        return JsonNode.Parse(seed)!.AsObject()
            .ToDictionary(source => source.Key, source => new SandboxSource(source.Value!.AsObject()), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How many records of a table change in a day.</summary>
    public int RecordsPerDay(string table) => (int?)_tables[table]?["records_per_day"] ?? RecordsPerDayOfOthers;

    /// <summary>How many warnings a run has about a table, at least.</summary>
    public int Warnings(string table) => (int?)_tables[table]?["warnings"] ?? 0;

    /// <summary>The settings of a table in the bulk syncs that there are to begin with; those of fields under <c>fields</c>, by name.</summary>
    public JsonObject Chosen(string table) => _tables[table]?["chosen"] as JsonObject ?? [];
}
