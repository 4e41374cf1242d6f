using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Updates;
using TestSupport;
using TestSupport.Fake;
using Xunit;
using ResourceKind = TestSupport.Fake.ResourceKind;

namespace Client.Tests;

/// <summary>An update loses nothing and enables nothing, even if the service behaves unusually over time.</summary>
public sealed class NothingLostTests : IDisposable
{
    private const string Orders = "public.orders";
    private const string Audit = "public.audit";

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _id;
    private readonly string _path;

    public NothingLostTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _fake.SetTables(_fake.SourceId, """
            [{"id":"public.orders","name":"Orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"},{"id":"note"}]},
             {"id":"public.customers","name":"Customers","fields":[{"id":"id"}]},{"id":"public.audit","name":"Audit","fields":[{"id":"id"}]}]
            """);
        _id = _fake.AddSync("Orders", """{"automatically_add_new_fields":"none"}""");
        _path = $"/api/bulk/syncs/{_id}";
        _fake.SchemaEdit(_id, Orders, """
            {"user_output_name":"sales","filters":[{"field_id":"amount","function":"GreaterThan","value":30}],
             "fields":[{"id":"email","obfuscated":true,"user_output_name":"mail"},{"id":"amount","enabled":false}]}
            """)();
        _fake.SchemaEdit(_id, Audit, """{"enabled":false}""")();
    }

    public static TheoryData<PutWay> Ways => [.. Enum.GetValues<PutWay>()];

    /// <summary>The selected schemas of the bulk sync, without the names that the service generates.</summary>
    private string Selection
    {
        get
        {
            var schemas = _fake.Schemas(_id);
            foreach (var schema in schemas.OfType<JsonObject>())
            {
                foreach (var item in schema["fields"]!.AsArray().OfType<JsonObject>().Append(schema)) item.Remove("output_name");
            }

            return World.Exact(schemas);
        }
    }

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_rename_keeps_everything(PutWay way)
    {
        _fake.Puts = way;
        var before = Selection;
        var update = await RenameAsync();
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
        Assert.Equal(way == PutWay.KeepsSchemas, update.Repaired.Count == 0);
        Assert.Empty(update.Left);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_field_that_another_user_disables_or_obfuscates_after_the_write_stays_so_with_a_warning(PutWay way)
    {
        _fake.Puts = way;
        _fake.On("PUT", _path).Then(_fake.SchemaEdit(_id, Orders, """{"fields":[{"id":"id","enabled":false},{"id":"note","obfuscated":true}]}""", touches: false));
        var update = await RenameAsync();
        Assert.Equal((false, true), (Field("id")["enabled"]!.GetValue<bool>(), Field("email")["obfuscated"]!.GetValue<bool>()));
        Assert.True(Field("note")["obfuscated"]!.GetValue<bool>());
        Assert.False(Field("amount")["enabled"]!.GetValue<bool>());
        Assert.Equal(
            [$"~ Schemas.{Orders}.Fields.id.Enabled: False -> True", $"~ Schemas.{Orders}.Fields.note.Obfuscated: True -> False"],
            update.Left.Select(left => left.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains(update.Warnings, warning => warning.Contains($"Schemas.{Orders}.Fields.id.Enabled", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_setting_that_another_user_changes_during_the_update_causes_a_warning(PutWay way)
    {
        _fake.Puts = way;
        _fake.On("PUT", _path).Then(_fake.SyncEdit(_id, """{"mode":"replicate"}"""));
        var update = await RenameAsync();
        Assert.Equal("replicate", (string?)_fake.Sync(_id)["mode"]);
        Assert.Contains(FakeService.Other.Name, update.ChangedMeanwhileBy, StringComparison.Ordinal);
        Facts.Hold(string.Join(" ", update.Warnings), "~ Mode: 'replicate' -> 'snapshot'", FakeService.Other.Name);
        Assert.False(Field("amount")["enabled"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(ResourceKind.Syncs, 3)]
    [InlineData(ResourceKind.Schemas, 2)]
    [InlineData(ResourceKind.Schemas, 5)]
    public async Task Answers_that_are_older_than_the_write_are_not_used(ResourceKind kind, int reads)
    {
        _fake.Puts = PutWay.ResetsAll;
        var before = Selection;
        _fake.Lag(kind, reads);
        await RenameAsync();
        Assert.Equal(before, Selection);
    }

    [Fact]
    public async Task Answers_that_are_outdated_for_some_seconds_are_not_used()
    {
        _fake.Puts = PutWay.ResetsAll;
        var before = Selection;
        foreach (var kind in new[] { ResourceKind.Syncs, ResourceKind.Schemas }) _fake.Lag(kind, TimeSpan.FromSeconds(12));
        await RenameAsync();
        Assert.Equal(before, Selection);
        // The next update in this session does not use outdated data either.
        await ChangeAsync(new JsonObject { ["mode"] = "replicate" });
        Assert.Equal(("B", "replicate", before), ((string?)_fake.Sync(_id)["name"], (string?)_fake.Sync(_id)["mode"], Selection));
    }

    [Fact]
    public async Task If_answers_stay_outdated_the_update_stays_unfinished()
    {
        _fake.Puts = PutWay.ResetsAll;
        var before = Selection;
        _fake.Lag(ResourceKind.Syncs, TimeSpan.FromHours(1));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync());
        Facts.Hold(failure.Message, _id, "not known", "~ Name: 'Orders' -> 'B'");
        _clock.Advance(TimeSpan.FromHours(2));
        await RenameAsync();
        Assert.Equal(before, Selection);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_write_that_arrives_after_its_lost_answer_is_waited_for(PutWay way)
    {
        _fake.Puts = way;
        var before = Selection;
        _fake.On("PUT", _path).Late(TimeSpan.FromSeconds(10));
        var update = await RenameAsync();
        Assert.Equal(("B", before, true), ((string?)_fake.Sync(_id)["name"], Selection, update.CameLate));
        Assert.NotEmpty(update.Warnings);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_write_that_arrives_much_later_is_found_by_the_same_command(PutWay way)
    {
        _fake.Puts = way;
        var before = Selection;
        _fake.On("PUT", _path).Late(TimeSpan.FromMinutes(2));
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync());
        Assert.Equal(PolytomicFailure.ServerError, failure.Failure);
        _clock.Advance(TimeSpan.FromMinutes(3));
        await RenameAsync();
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
        Assert.Empty(_api.Client.Updates.Unfinished);
    }

    [Fact]
    public async Task A_time_of_change_that_always_advances_is_not_a_change()
    {
        (_fake.MovesUpdatedAt, _fake.Puts) = (true, PutWay.ResetsAll);
        var before = Selection;
        var seen = await _api.Client.BulkSyncs.GetAsync(Guid.Parse(_id));
        var edit = await _api.Client.Updates.EditAsync(seen.Id!.Value, seen);
        edit.Apply(new JsonObject { ["name"] = "B" });
        await _api.Client.Updates.UpdateAsync(edit, seen);
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Values_that_the_service_computes_are_left_alone(PutWay way)
    {
        (_fake.Puts, _fake.ComputesValues) = (way, true);
        var update = await RenameAsync();
        Assert.Empty(update.Different);
        Assert.Empty(update.Left);
        Assert.DoesNotContain(update.Repaired, repair => repair.Contains("RowEstimate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("without")]
    public async Task A_list_of_schemas_that_is_incomplete_once_is_not_used(string answer)
    {
        (_fake.Puts, _fake.Unlisted) = (PutWay.ReplacesSchemas, Unlisted.Off);
        var before = Selection;
        var rule = _fake.On("GET", $"{_path}/schemas");
        if (answer == "without") rule.Without(Orders);
        else rule.Answer(200, answer);
        await RenameAsync();
        Assert.Equal(before, Selection);
    }

    [Theory]
    [InlineData("filters", null)]
    [InlineData("obfuscated", null)]
    [InlineData("obfuscated", "email")]
    [InlineData("enabled", "amount")]
    [InlineData("user_output_name", "email")]
    public async Task A_schema_that_is_incomplete_once_is_read_again(string name, string? of)
    {
        _fake.Puts = PutWay.ReplacesSchemas;
        var before = Selection;
        _fake.On("GET", $"{_path}/schemas/{Orders}").LeaveOut([name], of ?? Orders);
        if (of is null && name == "obfuscated") _fake.On("GET", $"{_path}/schemas/{Orders}").LeaveOut([name]);
        await RenameAsync();
        Assert.Equal(before, Selection);
    }

    [Theory]
    [InlineData("filters")]
    [InlineData("obfuscated")]
    public async Task A_schema_that_stays_incomplete_is_refused(string name)
    {
        _fake.Puts = PutWay.ReplacesSchemas;
        var before = Selection;
        _fake.On("GET", $"{_path}/schemas/{Orders}", times: 100).LeaveOut([name]);
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync());
        Facts.Hold(failure.Message, $"'{name}'", $"'{Orders}'", _id);
        Assert.Equal((0, before), (_fake.Count("PUT", _path), Selection));
    }

    [Fact]
    public async Task A_property_that_the_service_always_omits_has_its_default()
    {
        _fake.Omits.Add("obfuscated");
        _fake.SchemaEdit(_id, Orders, """{"fields":[{"id":"email","obfuscated":false}]}""")();
        await RenameAsync();
        Assert.Equal("B", (string?)_fake.Sync(_id)["name"]);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("destination_configuration")]
    [InlineData("additional_schedules")]
    public async Task A_sync_that_is_incomplete_once_is_read_again(string name)
    {
        _fake.SyncEdit(_id, """{"retention_days":30}""")();
        _fake.On("GET", _path, times: 1, skip: 1).LeaveOut([name]);
        var before = World.Exact(_fake.Sync(_id)[name]);
        await ChangeAsync(new JsonObject { ["mode"] = "replicate" });
        Assert.Equal(before, World.Exact(_fake.Sync(_id)[name]));
        Assert.Equal(30, (int?)_fake.Sync(_id)["retention_days"]);
    }

    [Fact]
    public async Task A_write_that_is_answered_with_202_without_a_body_is_not_an_error()
    {
        _fake.Puts = PutWay.ResetsAll;
        var before = Selection;
        _fake.On("PUT", _path).Answer(202);
        _fake.On("PATCH", $"{_path}/schemas").Answer(202);
        await RenameAsync();
        Assert.Equal(("B", before), ((string?)_fake.Sync(_id)["name"], Selection));
    }

    [Fact]
    public async Task A_long_warning_names_some_changes_and_counts_the_rest()
    {
        var names = Enumerable.Range(0, 200).Select(number => $"~ Schemas.t.Fields.f{number}.Enabled: True -> False").ToList();
        var update = new BulkSyncUpdate(new BulkSync { Name = "A" }, [.. names, new string('x', 100_000)], []);
        var warning = Assert.Single(update.Warnings);
        Facts.Hold(warning, names[0], "171");
        Assert.InRange(warning.Length, 500, 10_000);
        Assert.Equal(201, update.Repaired.Count);
    }

    private JsonObject Field(string id) => _fake.Schema(_id, Orders)["fields"]!.AsArray().Single(field => (string?)field!["id"] == id)!.AsObject();

    private Task<BulkSyncUpdate> RenameAsync() => ChangeAsync(new JsonObject { ["name"] = "B" });

    private async Task<BulkSyncUpdate> ChangeAsync(JsonObject changes)
    {
        var edit = await _api.Client.Updates.EditAsync(Guid.Parse(_id));
        edit.Apply(changes);
        return await _api.Client.Updates.UpdateAsync(edit);
    }
}
