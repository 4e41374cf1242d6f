using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Updates;
using PolytomicBulk;
using PolytomicBulk.Operations;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>The next update finishes an interrupted one, but does not revert what the user has changed since.</summary>
public sealed class UnfinishedUpdateTests : IDisposable
{
    private readonly World _world;
    private readonly Guid _id;
    private bool _fails;

    public UnfinishedUpdateTests()
    {
        // An update in this sandbox enables fields, as the service may do. The request that restores them fails.
        _world = new World(updateIgnoresSchemas: false, instead: request =>
            _fails && request.Method == "PATCH" && request.Path.EndsWith("/schemas", StringComparison.Ordinal) ? new SandboxAnswer(503, [], new Dictionary<string, string>()) : null, tables: new Dictionary<string, string[]> { ["t"] = ["f"], ["u"] = ["f"] });
        var settings = SandboxHttp.Settings("A");
        _id = _world.Make(settings, [SchemaOf("t"), SchemaOf("u")]);
    }

    public enum Way
    {
        Patch,
        Replace,
    }

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(Way.Patch)]
    [InlineData(Way.Replace)]
    public async Task A_change_by_the_user_first_finishes_an_interrupted_update_and_is_not_reverted(Way way)
    {
        var before = _world.Selection(_id);
        await BreakAnUpdateAsync();
        var update = await WriteSchemaAsync(way, new JsonObject { ["enabled"] = false, ["user_output_name"] = "humans" });
        Assert.NotNull(update.Finished!.UnfinishedSince);
        Facts.Hold(string.Join(" ", update.Warnings), "interrupted", "~ Schemas.u.UserOutputName: (none) -> 'people'");
        var chosen = _world.Selection(_id);
        Facts.Hold(chosen, "humans", "people");
        await WriteSchemaAsync(way, new JsonObject { ["enabled"] = true, ["user_output_name"] = "people" });
        Assert.Equal(before, _world.Selection(_id));
        await WriteSchemaAsync(way, new JsonObject { ["enabled"] = false, ["user_output_name"] = "humans" });

        Assert.Null((await RenameAsync("C")).UnfinishedSince);
        Assert.Equal(chosen, _world.Selection(_id));
    }

    [Fact]
    public async Task An_unchanged_schema_also_finishes_an_interrupted_update()
    {
        var before = _world.Selection(_id);
        await BreakAnUpdateAsync();
        Assert.NotNull((await WriteSchemaAsync(Way.Patch, new JsonObject { ["enabled"] = true })).Finished);
        Assert.Equal(before, _world.Selection(_id));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("4")]
    public async Task A_change_of_a_schedule_finishes_an_interrupted_update(string hour)
    {
        var before = _world.Selection(_id);
        await BreakAnUpdateAsync();
        var schedule = (await _world.Client.Schedules.ListAsync(_id))[0];
        var update = await _world.Client.Updates.UpdateScheduleAsync(await _world.Client.Schedules.EditAsync(_id, schedule.Id!.Value, new JsonObject { ["hour"] = hour }));
        Assert.Equal((hour, before), (update.Schedule.Hour, _world.Selection(_id)));
        Facts.Hold(string.Join(" ", update.Warnings), "interrupted", "~ Schemas.u.UserOutputName: (none) -> 'people'");
        Assert.Empty(_world.Client.Updates.Unfinished);
    }

    [Fact]
    public async Task An_update_that_was_finished_is_not_finished_again()
    {
        var before = _world.Selection(_id);
        await BreakAnUpdateAsync();
        Assert.NotNull((await RenameAsync("B")).UnfinishedSince);
        Assert.Null((await RenameAsync("C")).UnfinishedSince);
        Assert.Equal(before, _world.Selection(_id));

        // Another user's choice.
        _world.Ask("PATCH", $"/{_id}/schemas", new JsonObject { ["schemas"] = new JsonArray(new JsonObject { ["id"] = "u", ["enabled"] = false, ["fields"] = new JsonArray() }) });
        var chosen = _world.Selection(_id);
        Assert.NotEqual(before, chosen);
        Assert.Null((await RenameAsync("D")).UnfinishedSince);
        Assert.Equal(chosen, _world.Selection(_id));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, World.Source, false)]
    [InlineData(World.Source, null, false)]
    [InlineData(World.Source, World.Source, false)]
    [InlineData(World.Source, World.Destination, true)]
    public void An_update_is_of_another_organization_only_if_both_are_known(string? own, string? other, bool isOfAnother)
    {
        var update = new UnfinishedUpdate(_id, "A", null) { OrganizationId = own is null ? null : Guid.Parse(own) };
        Assert.Equal(isOfAnother, update.IsOfAnother(other is null ? null : Guid.Parse(other)));
    }

    [Fact]
    public void An_update_is_shown_by_its_name_or_else_its_id_and_since_when_it_is_unfinished()
    {
        var shown = new UnfinishedUpdate(_id, "Orders", new DateTime(2026, 6, 1, 10, 0, 5, DateTimeKind.Local)).ToString();
        Facts.Hold(shown, "Orders", "2026-06-01 10:00:05");
        Assert.DoesNotContain(_id.ToString(), shown, StringComparison.Ordinal);
        var underWay = new UnfinishedUpdate(_id, null, null).ToString();
        Facts.Hold(underWay, _id.ToString(), "under way");
        Assert.DoesNotContain("since", underWay, StringComparison.Ordinal);
    }

    private static JsonObject SchemaOf(string id) =>
        JsonNode.Parse($$"""{"id":"{{id}}","enabled":true,"user_output_name":"people","fields":[{"id":"f","enabled":false,"obfuscated":true}],"filters":[]}""")!.AsObject();

    private async Task BreakAnUpdateAsync()
    {
        var before = _world.Selection(_id);
        _fails = true;
        await Assert.ThrowsAsync<PolytomicApiException>(() => RenameAsync("B"));
        _fails = false;
        Assert.NotEqual(before, _world.Selection(_id));
    }

    private async Task<SchemaUpdate> WriteSchemaAsync(Way way, JsonObject changes)
    {
        var edit = await _world.Client.Schemas.EditAsync(_id, "t");
        edit.Apply(changes);
        return await (way == Way.Patch ? _world.Client.Updates.PatchSchemasAsync(_id, [edit]) : _world.Client.Updates.ReplaceSchemaAsync(edit));
    }

    private async Task<BulkSyncUpdate> RenameAsync(string name)
    {
        var edit = await _world.Client.BulkSyncs.EditAsync(_id);
        edit.Apply(new JsonObject { ["name"] = name });
        return await _world.Client.Updates.UpdateAsync(edit);
    }
}
