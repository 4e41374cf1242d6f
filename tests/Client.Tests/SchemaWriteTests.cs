using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Editing;
using PolytomicBulk.Updates;
using TestSupport;
using TestSupport.Fake;
using Xunit;
using ResourceKind = TestSupport.Fake.ResourceKind;

namespace Client.Tests;

/// <summary>A write of schemas sends what the user changed, waits until it is visible, and reports what is different.</summary>
public sealed class SchemaWriteTests : IDisposable
{
    private const string Orders = "public.orders";
    private const string Customers = "public.customers";

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly Api _api;
    private readonly string _id;
    private readonly string _path;

    public SchemaWriteTests()
    {
        _fake = new FakeService(_clock);
        _api = new Api(_fake, clock: _clock);
        _fake.SetTables(_fake.SourceId, """
            [{"id":"public.orders","fields":[{"id":"id"},{"id":"amount"},{"id":"email"},{"id":"note"}]},{"id":"public.customers","fields":[{"id":"id"}]}]
            """);
        _id = _fake.AddSync("Orders", """{"automatically_add_new_fields":"none"}""");
        _path = $"/api/bulk/syncs/{_id}/schemas";
        _fake.SchemaEdit(_id, Orders, """{"fields":[{"id":"email","obfuscated":true},{"id":"amount","enabled":false}]}""")();
    }

    private Guid Id => Guid.Parse(_id);

    /// <summary>The bodies of all patches.</summary>
    private List<JsonNode> Patched =>
        [.. from request in _fake.Requests where request.Method == "PATCH" from schema in JsonNode.Parse(request.Body)!["schemas"]!.AsArray() select schema];

    public void Dispose()
    {
        _api.Dispose();
        _fake.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_the_service_accepts_needs_no_other_requests(bool replaces)
    {
        var edit = await EditAsync();
        var update = replaces ? await _api.Client.Updates.ReplaceSchemaAsync(edit) : await PatchAsync(edit);
        Assert.Equal(
            ["GET /public.orders", "GET /public.orders", replaces ? "PUT /public.orders" : "PATCH ", "GET /public.orders"],
            _fake.Requests.Select(request => $"{request.Method} {request.Path.Replace(_path, "", StringComparison.Ordinal)}"));
        Assert.Empty(update.Warnings);
        Assert.Null(update.Finished);
        Assert.Equal("sales", (string?)_fake.Schema(_id, Orders)["user_output_name"]);
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public async Task A_schema_that_has_the_new_values_already_is_not_written()
    {
        ResourceEdit[] edits = [await EditAsync(), await EditAsync(Customers)];
        _fake.SchemaEdit(_id, Customers, """{"user_output_name":"sales"}""")();
        var update = await PatchAsync(edits);
        Assert.Equal(Orders, (string?)Assert.Single(Patched)["id"]);
        Assert.Equal([Orders, Customers], update.Schemas.Select(schema => schema.Id));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_schema_whose_fields_are_unknown_is_written_only_if_the_user_knows_that(bool wereKnown, int writes)
    {
        _fake.On("GET", $"{_path}/{Orders}", times: 2, skip: wereKnown ? 1 : 0).LeaveOut(["fields"]);
        var edit = await EditAsync();
        Assert.Equal(!wereKnown, edit.LacksItems);
        if (wereKnown)
        {
            var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => PatchAsync(edit));
            Assert.Equal(PolytomicFailure.BadResponse, failure.Failure);
            Facts.Hold(failure.Message, $"'{Orders}'", "fields", "Nothing was written");
        }
        else
        {
            await PatchAsync(edit);
        }

        Assert.Equal(writes, _fake.Count("PATCH", _path));
    }

    [Fact]
    public async Task A_change_of_a_field_that_no_longer_exists_is_refused()
    {
        _fake.On("GET", $"{_path}/{Orders}", skip: 1).Without("note");
        var edit = await EditAsync(Orders, """{"fields":{"note":{"enabled":false}}}""");
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => PatchAsync(edit));
        Assert.Equal((PolytomicFailure.InvalidRequest, 0), (failure.Failure, _fake.Count("PATCH", _path)));
        Facts.Hold(failure.Message, "field 'note'", $"'{Orders}'", "Nothing was written");
    }

    [Fact]
    public async Task A_field_that_disappears_with_the_write_causes_a_warning()
    {
        _fake.On("GET", $"{_path}/{Orders}", times: 9, skip: 2).Without("amount");
        var update = await PatchAsync(await EditAsync(Orders, """{"fields":{"amount":{"enabled":true}}}"""));
        Assert.Equal([$"~ Schemas.{Orders}.Fields.amount.Enabled: (none) -> True"], update.Left.Select(left => left.ToString()));
        Facts.Hold(Assert.Single(update.Warnings), $"~ Schemas.{Orders}.Fields.amount.Enabled: (none) -> True");
    }

    [Fact]
    public async Task A_value_that_the_service_stores_differently_causes_a_warning()
    {
        _fake.On("PATCH", _path).Then(_fake.SchemaEdit(_id, Orders, """{"user_output_name":"sales_2"}"""));
        var update = await PatchAsync(await EditAsync());
        Assert.Equal([$"~ Schemas.{Orders}.UserOutputName: 'sales_2' -> 'sales'"], update.Different);
        Facts.Hold(Assert.Single(update.Warnings), $"~ Schemas.{Orders}.UserOutputName: 'sales_2' -> 'sales'");
        Assert.Equal(("sales_2", 1), ((string?)_fake.Schema(_id, Orders)["user_output_name"], _fake.Count("PATCH", _path)));
        Assert.Empty(_clock.Delays);
    }

    [Fact]
    public async Task A_change_by_another_user_after_the_write_is_kept_with_a_warning()
    {
        _fake.On("PATCH", _path).Then(_fake.SchemaEdit(_id, Orders, """{"partition_key":"id"}"""));
        var update = await PatchAsync(await EditAsync());
        Facts.Hold(Assert.Single(update.Warnings), $"~ Schemas.{Orders}.PartitionKey: 'id' -> (none)");
        Assert.Equal(("id", 1), ((string?)_fake.Schema(_id, Orders)["partition_key"], _fake.Count("PATCH", _path)));
    }

    [Fact]
    public async Task Answers_that_are_older_than_the_write_are_not_used()
    {
        _fake.Lag(ResourceKind.Schemas, 2);
        var update = await PatchAsync(await EditAsync());
        Assert.Equal("sales", Assert.Single(update.Schemas).UserOutputName);
        Assert.Equal(2, _clock.Delays.Count);
        Assert.Empty(update.Warnings);
    }

    [Theory]
    [InlineData(503, PolytomicFailure.ServerError)]
    [InlineData(200, PolytomicFailure.BadResponse)]
    public async Task A_write_that_does_not_arrive_is_waited_for_until_the_limit(int status, PolytomicFailure kind)
    {
        var edit = await EditAsync();
        _fake.On("PATCH", _path).Instead(status, "{}");
        // A slow answer, so that the last look is exactly at the limit.
        _fake.On("GET", $"{_path}/{Orders}", skip: 1).Then(() => _clock.Advance(TimeSpan.FromSeconds(15)));
        var began = _clock.GetUtcNow();
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(() => PatchAsync(edit));
        Assert.Equal((kind, UpdateWatch.Limit), (failure.Failure, _clock.GetUtcNow() - began));
        Facts.Hold(failure.Message, _id, $"~ Schemas.{Orders}.UserOutputName: (none) -> 'sales'");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_schema_that_is_incomplete_after_the_write_is_not_an_error(bool isRepaired)
    {
        if (isRepaired) _fake.Patches = PatchWay.EnablesEveryField;
        _fake.On("PATCH", _path).Then(() =>
        {
            _fake.Patches = PatchWay.Applies;
            // The service omits an empty list in one schema and not in the other.
            _fake.OmitsOf[Customers] = ["filters"];
        });
        var update = await PatchAsync(await EditAsync(), await EditAsync(Customers));
        Assert.Equal(isRepaired ? [$"~ Schemas.{Orders}.Fields.amount.Enabled: True -> False"] : [], update.Repaired);
        Assert.Equal(isRepaired ? 1 : 0, update.Warnings.Count());
        Assert.Equal(["sales", "sales"], update.Schemas.Select(schema => schema.UserOutputName));
    }

    [Fact]
    public async Task An_earlier_version_of_a_schema_is_restored_without_what_the_module_added()
    {
        var before = await _api.Client.Schemas.GetAsync(Id, Orders);
        var stored = World.Exact(_fake.Schema(_id, Orders));
        _fake.SchemaEdit(_id, Orders, """{"user_output_name":"sales","fields":[{"id":"amount","enabled":true},{"id":"email","obfuscated":false}]}""")();
        var edit = await _api.Client.Schemas.EditAsync(Id, Orders);
        BulkSyncUpdates.Restore(edit, before);
        Assert.Equal(
            [
                $"~ Schemas.{Orders}.Fields.amount.Enabled: True -> False", $"~ Schemas.{Orders}.Fields.email.Obfuscated: False -> True",
                $"~ Schemas.{Orders}.UserOutputName: 'sales' -> (none)",
            ],
            edit.Differences.Order(StringComparer.Ordinal));
        Assert.Empty((await PatchAsync(edit)).Warnings);
        Assert.Equal(stored, World.Exact(_fake.Schema(_id, Orders)));
        Assert.Equal((Id, false), (before.SyncId, Assert.Single(Patched).AsObject().ContainsKey("sync_id")));
    }

    private async Task<ResourceEdit> EditAsync(string schema = Orders, string changes = """{"user_output_name":"sales"}""")
    {
        var edit = await _api.Client.Schemas.EditAsync(Id, schema);
        edit.Apply(OneSync.Parse(changes));
        return edit;
    }

    private Task<SchemaUpdate> PatchAsync(params ResourceEdit[] edits) => _api.Client.Updates.PatchSchemasAsync(Id, edits);
}
