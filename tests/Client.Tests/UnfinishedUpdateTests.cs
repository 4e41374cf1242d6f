using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Updates;
using PolytomicBulk;
using PolytomicBulk.Operations;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>An update that was broken off is finished by the next one, but never against what the user has chosen since.</summary>
public sealed class UnfinishedUpdateTests : IDisposable
{
    private readonly World _world;
    private readonly Guid _id;
    private bool _fails;

    public UnfinishedUpdateTests()
    {
        // The sandbox's update switches fields on, as the service may; what would put that back fails.
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
    public async Task What_the_user_chooses_after_a_broken_update_is_not_reverted_by_the_next(Way way)
    {
        await BreakAnUpdateAsync();
        var edit = await _world.Client.Schemas.EditAsync(_id, "t");
        edit.Apply(new JsonObject { ["enabled"] = false, ["user_output_name"] = "humans" });
        if (way == Way.Patch) await _world.Client.Updates.PatchSchemasAsync(_id, [edit]);
        else await _world.Client.Updates.ReplaceSchemaAsync(edit);
        var chosen = _world.Selection(_id);
        Assert.Contains("humans", chosen, StringComparison.Ordinal);

        var mine = World.Exact(_world.Schema(_id, "t"));
        var update = await RenameAsync("C");
        Assert.NotNull(update.UnfinishedSince);
        Assert.Equal(mine, World.Exact(_world.Schema(_id, "t")));
        // Of the rest it can no longer be told who changed it.
        Assert.Equal(["~ Schemas.u.UserOutputName: (none) -> 'people'"], update.Left.Select(left => left.ToString()));
    }

    [Fact]
    public async Task An_update_that_was_finished_is_not_finished_again()
    {
        var before = _world.Selection(_id);
        await BreakAnUpdateAsync();
        Assert.NotNull((await RenameAsync("B")).UnfinishedSince);
        Assert.Null((await RenameAsync("C")).UnfinishedSince);
        Assert.Equal(before, _world.Selection(_id));

        // Somebody else's choice.
        _world.Ask("PATCH", $"/{_id}/schemas", new JsonObject { ["schemas"] = new JsonArray(new JsonObject { ["id"] = "u", ["enabled"] = false, ["fields"] = new JsonArray() }) });
        var chosen = _world.Selection(_id);
        Assert.NotEqual(before, chosen);
        Assert.Null((await RenameAsync("D")).UnfinishedSince);
        Assert.Equal(chosen, _world.Selection(_id));
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

    private async Task<BulkSyncUpdate> RenameAsync(string name)
    {
        var edit = await _world.Client.BulkSyncs.EditAsync(_id);
        edit.Apply(new JsonObject { ["name"] = name });
        return await _world.Client.Updates.UpdateAsync(edit);
    }
}
