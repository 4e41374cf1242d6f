using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Configuration;
using PolytomicBulk.Files;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>Configuration files from editors, checkouts and merges.</summary>
public sealed class ConfigurationFilesTests : IDisposable
{
    private const string Good = """
        {
          "name": "Café", "mode": "snapshot", "active": false,
          "source_connection": { "id": "11111111-2222-3333-4444-555555555555" },
          "destination_connection": { "id": "11111111-2222-3333-4444-555555555556" },
          "destination_configuration": { "schema": "raw" },
          "default_schedule": { "frequency": "daily", "hour": "5", "minute": "30" },
          "schemas": [
            { "id": "public.orders", "enabled": true,
              "fields": [ { "id": "id", "enabled": true },
                          { "id": "email", "enabled": true } ],
              "filters": [ { "field_id": "id", "function": "IsNotNull" } ] }
          ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", new UTF8Encoding(false).GetBytes(Good) },
        { "UTF-8 with a mark", [0xEF, 0xBB, 0xBF, .. new UTF8Encoding(false).GetBytes(Good)] },
        { "UTF-16 with a mark", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Good)] },
        { "UTF-16 without", Encoding.Unicode.GetBytes(Good) },
        { "UTF-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Good)] },
        { "CRLF", new UTF8Encoding(false).GetBytes(Good.ReplaceLineEndings("\r\n")) },
        { "comments", new UTF8Encoding(false).GetBytes("// mine\n" + Good.Replace("\"mode\"", "/* what it does */ \"mode\"", StringComparison.Ordinal)) },
        { "trailing commas", new UTF8Encoding(false).GetBytes(Good.Replace("\"raw\" }", "\"raw\", }", StringComparison.Ordinal).Replace("} ] }", "}, ], }", StringComparison.Ordinal)) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void A_file_is_read_in_every_format_that_editors_write(string what, byte[] bytes)
    {
        File.WriteAllBytes(In("a.json"), bytes);
        var source = Assert.Single(Read());
        Assert.True(source.Fault is null, $"{what}: {source.Fault}");
        Assert.Equal("Café", source.Configuration!.Name);
    }

    public static TheoryData<string, byte[], long?, string?, string[]> Faults => new()
    {
        { "ANSI", Encoding.Latin1.GetBytes(Good), 2, null, ["UTF-8", "ANSI"] },
        { "a property twice", Bytes(Good.Replace("\"hour\"", "\n\"minute\"", StringComparison.Ordinal)), 7, "minute", ["'minute'", "7"] },
        { "a merge", Bytes(Good.Replace("  \"default_schedule\"", "<<<<<<< HEAD\n  \"default_schedule\"", StringComparison.Ordinal)), 6, null, ["6", "merge"] },
        { "a list", Bytes("\n[]"), 2, null, ["a list", "object"] },
        { "a number", Bytes("\n\n5"), 3, null, ["a single value", "object"] },
        { "a missing value", Bytes("{\n\"name\":,\n}"), 2, null, ["line 2"] },
        { "nothing", Bytes(""), null, null, ["empty"] },
        { "nothing but a mark", [0xEF, 0xBB, 0xBF], null, null, ["empty"] },
        { "nothing but blanks", Bytes(" \n\t\r\n"), null, null, ["empty"] },
        { "nothing but a comment", Bytes("// mine\n"), 2, null, ["line 2"] },
        { "half a letter", Bytes(Good.Replace("raw", "\\ud800", StringComparison.Ordinal)), 5, null, ["surrogate"] },
        { "a number of text", Bytes(Good.Replace("\"active\": false", "\n\"concurrency_limit\": \"ten\"", StringComparison.Ordinal)), 3, "concurrency_limit", ["'concurrency_limit'", "1 or more"] },
        { "a limit below the range", Bytes(Good.Replace("\"active\": false", "\"concurrency_limit\": 0", StringComparison.Ordinal)), 2, "concurrency_limit", ["1 or more"] },
        { "half a number", Bytes(Good.Replace("\"active\": false", "\"concurrency_limit\": 1.5", StringComparison.Ordinal)), 2, "concurrency_limit", ["whole number"] },
        { "an hour beyond the day", Bytes(Good.Replace("\"5\"", "\"24\"", StringComparison.Ordinal)), 6, "default_schedule.hour", ["'default_schedule.hour'", "from 0 to 23"] },
        { "an hour that is none", Bytes(Good.Replace("\"5\"", "\"five\"", StringComparison.Ordinal)), 6, "default_schedule.hour", ["from 0 to 23"] },
        { "text for a flag", Bytes(Good.Replace("\"email\", \"enabled\": true", "\"email\", \"enabled\": \"true\"", StringComparison.Ordinal)), 10, "schemas.public.orders.fields.email.enabled", ["true or false"] },
        { "a time without a zone", Bytes(Good.Replace("\"active\": false", "\"data_cutoff_timestamp\": \"2026-03-01T00:00:00\"", StringComparison.Ordinal)), 2, "data_cutoff_timestamp", ["time zone", "'2026-03-01T00:00:00Z'", "'2026-03-01T00:00:00+02:00'"] },
        { "a number for a time", Bytes(Good.Replace("\"active\": false", "\"data_cutoff_timestamp\": 20260301", StringComparison.Ordinal)), 2, "data_cutoff_timestamp", ["time"] },
        { "an object for a list", Bytes(Good.Replace("\"active\": false", "\"policies\": {}", StringComparison.Ordinal)), 2, "policies", ["list"] },
        { "a list of texts for schedules", Bytes(Good.Replace("\"active\": false", "\"additional_schedules\": [\"daily\"]", StringComparison.Ordinal)), 2, "additional_schedules", ["list of objects"] },
        { "an id twice", Bytes(Good.Replace("\"email\"", "\"id\"", StringComparison.Ordinal)), 10, "schemas.public.orders.fields.id.id", ["'id' twice"] },
        { "a name in the wrong case", Bytes(Good.Replace("\"mode\"", "\n\"Mode\"", StringComparison.Ordinal)), 3, "mode", ["'Mode'", "'mode'"] },
        { "a mistyped list", Bytes(Good.Replace("\"schemas\"", "\"schema\"", StringComparison.Ordinal)), 7, "schemas", ["'schema'", "'schemas'"] },
        { "a mistyped frequency", Bytes(Good.Replace("\"frequency\"", "\n\"frequncy\"", StringComparison.Ordinal)), 7, "default_schedule.frequency", ["'frequncy'", "'frequency'"] },
        { "a mistyped id of a field", Bytes(Good.Replace("\"id\": \"email\"", "\"ID\": \"email\"", StringComparison.Ordinal)), 10, "schemas.public.orders.fields", ["'ID'", "'id'"] },
        { "a mistyped id of a connection", Bytes(Good.Replace("{ \"id\": \"11111111-2222-3333-4444-555555555556\"", "{\n\"Id\": \"11111111-2222-3333-4444-555555555556\"", StringComparison.Ordinal)), 5, "destination_connection", ["'Id'", "'id'"] },
        { "a connection under the API's name", Bytes(Good.Replace("\"destination_connection\"", "\"destination_connection_id\"", StringComparison.Ordinal)), 4, "destination_connection", ["'destination_connection_id'", "'destination_connection'"] },
        { "a connection without an id", Bytes(Good.Replace("{ \"id\": \"11111111-2222-3333-4444-555555555556\" }", "{ }", StringComparison.Ordinal)), 4, "destination_connection", ["'destination_connection'"] },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_affects_only_its_file_and_reports_its_position(string what, byte[] bytes, long? line, string? property, string[] facts)
    {
        File.WriteAllBytes(In("a.json"), bytes);
        File.WriteAllText(In("b.json"), Good);
        var sources = Read();
        Assert.NotNull(sources[1].Configuration);
        var fault = sources[0].Fault!;
        Assert.Equal((what, In("a.json"), line, property), (what, fault.Path, fault.Line, fault.Property));
        Facts.Hold(fault.Cause.Message, facts);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_is_read_completely_or_refused()
    {
        File.WriteAllText(In("a.json"), Good);
        using var stop = new CancellationTokenSource();
        var blanks = Encoding.UTF8.GetBytes("          \n");
        var writer = Task.Run(() =>
        {
            using var stream = new FileStream(In("a.json"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            for (var i = 0; i < 100_000 && !stop.IsCancellationRequested; i++) stream.Write(blanks, 0, blanks.Length);
        });
        for (var i = 0; i < 20; i++)
        {
            var source = Assert.Single(Read());
            if (source.Fault is { } fault) Facts.Hold(fault.Cause.Message, "changed", "read");
            else Assert.Equal("Café", source.Configuration!.Name);
        }

        await stop.CancelAsync();
        await writer;
    }

#if NET
    [Fact]
    public void A_link_is_followed_only_within_its_folder()
    {
        if (OperatingSystem.IsWindows()) return;
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "inside")).FullName;
        File.WriteAllText(Path.Combine(outside, "far.json"), Good);
        File.WriteAllText(Path.Combine(inside, "near.data"), Good);
        File.CreateSymbolicLink(Path.Combine(inside, "a.json"), Path.Combine(outside, "far.json"));
        File.CreateSymbolicLink(Path.Combine(inside, "b.json"), "near.data");
        var set = new ConfigurationSet();
        set.Add(inside);
        var sources = set.Read().ToList();
        Facts.Hold(sources[0].Fault!.Cause.Message, "link");
        Assert.NotNull(sources[1].Configuration);
        Assert.False(set.IsComplete);
    }
#endif

    [Fact]
    public async Task A_file_is_not_rewritten_only_for_line_endings_or_a_byte_order_mark()
    {
        using var fake = new FakeService(new TestClock());
        using var api = new Api(fake);
        var configuration = await api.Client.Configurations.ReadAsync(await api.Client.BulkSyncs.GetAsync(Guid.Parse(fake.AddSync("Orders"))));
        var folder = new ConfigurationFolder(_folder);
        foreach (var file in folder.Plan([configuration], isAll: true)) await file.ApplyAsync();
        foreach (var file in Directory.GetFiles(_folder)) File.WriteAllText(file, File.ReadAllText(file).ReplaceLineEndings("\r\n"), new UTF8Encoding(true));
        Assert.All(folder.Plan([configuration], isAll: true), file => Assert.True(file is { IsSame: true, IsForeign: false }, file.Path));
    }

    [Theory]
    [InlineData(".hidden", "_hidden.json")]
    [InlineData("../../evil", "_._.._evil.json")]
    public async Task A_name_that_begins_with_a_dot_has_a_visible_file_unless_an_earlier_export_wrote_a_hidden_one(string name, string file)
    {
        using var fake = new FakeService(new TestClock());
        using var api = new Api(fake);
        var configuration = await api.Client.Configurations.ReadAsync(await api.Client.BulkSyncs.GetAsync(Guid.Parse(fake.AddSync(name))));
        foreach (var isAll in new[] { true, false }) Assert.Equal([file, "index.json"], Names(isAll));
        File.WriteAllText(In(".old.json"), configuration.ToText());
        File.WriteAllText(In("index.json"), $$"""{"syncs":[{"name":"{{name}}","file":".old.json"}]}""");
        foreach (var isAll in new[] { true, false }) Assert.Equal([".old.json", "index.json"], Names(isAll));
        File.Delete(In(".old.json"));
        Assert.Equal([file, "index.json"], Names(isAll: true));

        List<string> Names(bool isAll) => [.. new ConfigurationFolder(_folder).Plan([configuration], isAll).Select(planned => Path.GetFileName(planned.Path))];
    }

    [Fact]
    public async Task Names_that_are_equal_on_some_file_systems_have_different_files()
    {
        using var fake = new FakeService(new TestClock());
        using var api = new Api(fake);
        foreach (var name in new[] { "Caf\u00E9", "Cafe\u0301", "CAF\u00C9", "CAFE\u0301" }) fake.AddSync(name);
        var configurations = new List<BulkSyncConfiguration>();
        foreach (var sync in await api.Client.BulkSyncs.ListCertainAsync()) configurations.Add(await api.Client.Configurations.ReadAsync(sync));
        for (var i = 0; i < 2; i++)
        {
            var plan = new ConfigurationFolder(_folder).Plan(configurations, isAll: true);
            Assert.Equal(5, plan.Select(file => Path.GetFileName(file.Path)).Distinct(FileNames.Comparer).Count());
            if (i == 1) Assert.All(plan, file => Assert.True(file.IsSame, file.Path));
            foreach (var file in plan) await file.ApplyAsync();
        }
    }

    [Fact]
    public async Task An_invalid_value_on_the_service_is_corrected()
    {
        using var fake = new FakeService(new TestClock());
        using var api = new Api(fake);
        var id = fake.AddSync("Orders");
        fake.AddSync("Other");
        foreach (var sync in await api.Client.BulkSyncs.ListCertainAsync())
        {
            File.WriteAllText(In($"{sync.Name}.json"), (await api.Client.Configurations.ReadAsync(sync)).ToText().Replace("\"concurrency_limit\": null", "\"concurrency_limit\": 4", StringComparison.Ordinal));
        }

        fake.SyncEdit(id, """{"concurrency_limit":"ten","data_cutoff_timestamp":7}""")();
        var set = new ConfigurationSet();
        set.Add(_folder);
        Assert.All(set.Read(), source => Assert.Null(source.Fault));
        var planner = api.Client.Configurations.Planner(set, new());
        await foreach (var step in planner.PlanAsync())
        {
            Assert.Equal(ConfigurationStepKind.Update, step.Kind);
            await planner.ApplyAsync(step);
        }

        Assert.All(fake.Syncs, sync => Assert.Equal((4, null), ((int?)sync["concurrency_limit"], (string?)sync["data_cutoff_timestamp"])));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private string In(string file) => Path.Combine(_folder, file);

    private List<ConfigurationSource> Read()
    {
        var set = new ConfigurationSet();
        set.Add(_folder);
        return [.. set.Read()];
    }
}
