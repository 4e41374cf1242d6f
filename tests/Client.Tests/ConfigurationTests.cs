using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Configuration;
using PolytomicBulk.Json;
using PolytomicBulk.Operations;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>Configurations and their files.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_that_may_belong_to_an_unreadable_sync_is_not_overwritten()
    {
        var (unreadable, fails) = (Guid.Empty, false);
        using var world = new World(updateIgnoresSchemas: false, instead: request =>
            fails && request.Path.Contains($"{unreadable}/schemas", StringComparison.Ordinal) ? new SandboxAnswer(403, [], new Dictionary<string, string>()) : null);
        var (one, two) = (Make(world, "one"), unreadable = Make(world, "two"));
        var folder = new ConfigurationFolder(_folder);
        foreach (var file in folder.Plan([await ReadAsync(world, one), await ReadAsync(world, two)], isAll: true)) await file.ApplyAsync();
        world.Ask("PUT", $"/{one}", Settings("changed"));

        fails = true;
        var namesakes = await world.Client.Configurations.ReadNamedAsync(["twin"], [one]);
        Assert.NotNull(Assert.Single(namesakes).Failure);
        var plan = folder.Plan([await ReadAsync(world, one)], isAll: false, namesakes: namesakes);
        Assert.True(plan[0].IsUnclear);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "index.json")), plan[1].Text);

        // If both can be read, the bulk sync gets the file with the same content. The other file belongs to the other bulk sync.
        fails = false;
        plan = folder.Plan([await ReadAsync(world, one)], isAll: false, namesakes: await world.Client.Configurations.ReadNamedAsync(["twin"], [one]));
        Assert.False(plan[0].IsUnclear);
        Assert.Contains("\"one\"", File.ReadAllText(plan[0].Path), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "index.json")), plan[1].Text);
    }

    [Fact]
    public async Task A_file_that_matches_one_sync_does_not_belong_to_another_with_its_name()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var (first, second, third) = (Make(world, "aaa"), Make(world, "bbb"), Make(world, "ccc"));
        foreach (var has in new[] { first, second })
        {
            var folder = new ConfigurationFolder(Path.Combine(_folder, has.ToString()));
            foreach (var file in folder.Plan([await ReadAsync(world, has)], isAll: false)) await file.ApplyAsync();
            var namesakes = await world.Client.Configurations.ReadNamedAsync(["twin"], [first, second]);
            Assert.Equal(third, Assert.Single(namesakes).Sync!.Id);
            var plan = folder.Plan([await ReadAsync(world, first), await ReadAsync(world, second)], isAll: false, namesakes: namesakes);
            Assert.DoesNotContain(plan, file => file.IsUnclear);
            Assert.Equal(["twin-2.json", "twin.json"], plan.Where(file => file.Name is not null).Select(file => Path.GetFileName(file.Path)).Order(StringComparer.Ordinal));
            Assert.True(plan.Single(file => Path.GetFileName(file.Path) == "twin.json").IsSame);
        }
    }

    [Fact]
    public async Task Only_syncs_with_the_same_destination_are_compared_with_a_file()
    {
        var reads = 0;
        using var world = new World(updateIgnoresSchemas: false, before: request => reads += request.Path.Contains("/schemas", StringComparison.Ordinal) ? 1 : 0, tables: new Dictionary<string, string[]>());
        var wanted = await ReadAsync(world, Make(world, "here"));
        var others = new List<ConfigurationMatch>();
        foreach (var place in new[] { "there", "elsewhere", "here" }) others.Add(new(null, await world.Client.BulkSyncs.GetAsync(Make(world, place))));
        reads = 0;
        // It copies no schema, so it matches none.
        Assert.Null(await world.Client.Configurations.FindLikeAsync(wanted, others));
        Assert.Equal(1, reads);
    }

    [Theory]
    [InlineData("default_schedule", """{"frequency":"weekly","day_of_week":"monday","hour":"4","minute":"5"}""")]
    [InlineData("additional_schedules", """[{"frequency":"custom","day_of_month":"7","month":"8","minute":"5"},{"frequency":"hourly","minute":"0"}]""")]
    public void A_number_in_a_schedule_becomes_the_text_that_the_service_accepts(string name, string schedule)
    {
        var numbers = Regex.Replace(schedule, "\"([0-9]+)\"", "$1");
        Assert.NotEqual(schedule, numbers);
        Assert.Equal(Read(schedule), Read(numbers));

        string Read(string value) => BulkSyncConfiguration.Parse(ToFile(name, value).ToJsonString()).ToText();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Configurations_with_the_same_name_are_compared_with_the_most_alike(bool isTurned)
    {
        BulkSyncConfiguration[] before = [At("a", "true", "replicate"), At("b", "true", "replicate"), At("c", "true", "replicate")];
        BulkSyncConfiguration[] after = [At("a", "false", "replicate"), At("d", "true", "snapshot"), At("c", "true", "replicate")];
        if (isTurned) after = [.. after.Reverse()];
        var drift = ConfigurationExports.Compare(before, after).Select(one => one.Property).Order(StringComparer.Ordinal);
        Assert.Equal(["Active", "DestinationConfiguration.schema", "Mode"], drift);

        static BulkSyncConfiguration At(string place, string active, string mode)
        {
            var json = ToFile("destination_configuration", $$"""{"schema":"{{place}}"}""");
            (json["active"], json["mode"]) = (JsonNode.Parse(active), mode);
            return BulkSyncConfiguration.Parse(json.ToJsonString());
        }
    }

    [Fact]
    public void Secrets_stay_with_their_item()
    {
        var file = JsonNode.Parse("""{"hosts":[{"host":"a","password":""},{"host":"b","password":""}]}""")!.AsObject();
        var service = JsonNode.Parse("""{"hosts":[{"host":"b","password":"realB"},{"host":"a","password":"realA"}]}""")!.AsObject();
        Secrets.Keep(file, service, "", []);
        Assert.Equal("""{"hosts":[{"host":"a","password":"realA"},{"host":"b","password":"realB"}]}""", file.ToJsonString());
    }

    [Fact]
    public async Task A_repeated_name_in_free_settings_is_a_failure_only_for_that_sync()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var sync = await world.Client.BulkSyncs.GetAsync(Make(world, "one"));
        sync.DestinationConfiguration = JsonSerializer.Deserialize<JsonMap>("""{"schema":{"x":1,"x":2}}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => world.Client.Configurations.ReadAsync(sync));
        Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
        Facts.Hold(failure.Message, "twin");
    }

    [Fact]
    public async Task Every_file_contains_whether_its_sync_is_active()
    {
        using var world = new World(updateIgnoresSchemas: false);
        var sync = await world.Client.BulkSyncs.GetAsync(Make(world, "one"));
        var texts = new Dictionary<string, string>();
        foreach (var active in new bool?[] { null, false, true })
        {
            sync.Active = active;
            texts[$"{active}"] = (await world.Client.Configurations.ReadAsync(sync)).ToText();
        }

        Assert.Contains("\"active\": true,", texts["True"], StringComparison.Ordinal);
        Assert.Contains("\"active\": false,", texts["False"], StringComparison.Ordinal);
        Assert.Equal(texts["False"], texts[""]);
    }

    [Theory]
    [InlineData("later", "\"x\"")]
    [InlineData("default_schedule", """{"frequency":"lunar","later":1}""")]
    [InlineData("additional_schedules", """[{"frequency":"daily","resync_mode":"later"},{"frequency":"daily","later":[]}]""")]
    [InlineData("mode", "\"mirror\"")]
    public void A_setting_that_the_service_has_is_not_mistyped(string name, string value)
    {
        var (json, sent) = (ToFile(name, value), JsonNode.Parse(value));
        var file = BulkSyncConfiguration.Parse(json.ToJsonString());
        Assert.Empty(DoubtsOf(file, file));
        var plain = BulkSyncConfiguration.Parse(ToFile("active", "true").ToJsonString());
        Assert.NotEmpty(DoubtsOf(file, plain));
        Assert.NotEmpty(DoubtsOf(file));

        // null also counts, because the service has the property.
        if (sent is not JsonValue || name == "mode") return;
        json[name] = null;
        Assert.Empty(DoubtsOf(file, BulkSyncConfiguration.Parse(json.ToJsonString())));
    }

    [Fact]
    public void A_setting_of_another_object_may_be_mistyped()
    {
        var service = ToFile("later", "1");
        service["schemas"] = JsonNode.Parse("""[{"id":"a","soon":1,"fields":[{"id":"f","new":1}]}]""");
        var file = ToFile("soon", "1");
        file["schemas"] = JsonNode.Parse("""[{"id":"b","new":1,"soon":2,"fields":[{"id":"f","later":1,"new":2}],"filters":[{"function":"Equality","field":"f","value":1}]}]""");
        var doubts = DoubtsOf(BulkSyncConfiguration.Parse(file.ToJsonString()), BulkSyncConfiguration.Parse(service.ToJsonString()));
        Assert.Equal(["schemas.b.fields.f.later", "schemas.b.filters.field", "schemas.b.new", "soon"], doubts.Select(doubt => doubt.Property).Order(StringComparer.Ordinal));
        Assert.All(doubts, doubt => Assert.False(doubt.IsValue));
    }

    [Theory]
    [InlineData("""{"syncs":[]}""", true)]
    [InlineData("""{"syncs":[{"name":"a","file":"a.json"}]}""", true)]
    [InlineData("""{"syncs":[{"name":"a"}]}""", false)]
    [InlineData("""{"syncs":[{"name":"a","file":"a.json","mode":"replicate"}]}""", false)]
    [InlineData("""{"syncs":[],"name":"a"}""", false)]
    [InlineData("""{"syncs":[],"syncs":[]}""", false)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    [InlineData("{", false)]
    public void An_index_is_recognized_by_its_content(string text, bool isIndex) => Assert.Equal(isIndex, ConfigurationFolder.IsIndexText(text));

    private static List<ConfigurationDoubt> DoubtsOf(BulkSyncConfiguration file, params BulkSyncConfiguration[] service) =>
        [.. ConfigurationCheck.FindDoubts(file, new(service))];

    /// <summary>The JSON of a file that is valid except for one setting.</summary>
    private static JsonObject ToFile(string name, string value)
    {
        var json = Settings("here");
        foreach (var role in new[] { "source_connection", "destination_connection" })
        {
            json[role] = new JsonObject { ["id"] = (string)json[role + "_id"]! };
            json.Remove(role + "_id");
        }

        (json["default_schedule"]!["frequency"], json["active"], json["schemas"]) = ("daily", true, new JsonArray());
        json[name] = JsonNode.Parse(value);
        return json;
    }

    private static Guid Make(World world, string value) => world.Make(Settings(value), []);

    private static async Task<BulkSyncConfiguration> ReadAsync(World world, Guid id) => await world.Client.Configurations.ReadAsync(await world.Client.BulkSyncs.GetAsync(id));

    private static JsonObject Settings(string value) => new()
    {
        ["name"] = "twin",
        ["mode"] = "replicate",
        ["source_connection_id"] = World.Source,
        ["destination_connection_id"] = World.Destination,
        ["destination_configuration"] = new JsonObject { ["schema"] = value },
        ["default_schedule"] = new JsonObject { ["frequency"] = "manual" },
    };
}
