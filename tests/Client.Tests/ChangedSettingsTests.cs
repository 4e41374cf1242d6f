using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Editing;
using Xunit;

namespace Client.Tests;

/// <summary>
/// Changes of a bulk sync are compared with what its connections offer. What it already has is accepted, unless it gets another connection.
/// </summary>
public sealed class ChangedSettingsTests : IDisposable
{
    private const string Source = "11111111-0000-4000-8000-000000000001";
    private const string Destination = "11111111-0000-4000-8000-000000000002";
    private const string Other = "11111111-0000-4000-8000-000000000003";

    // Neither source has the schemas Gone and Off any more.
    private static readonly Dictionary<string, string> Offers = new()
    {
        [$"GET /api/connections/{Source}/bulksync/source"] = """{"schemas":[{"id":"Account","fields":[{"id":"Id"},{"id":"Fax"}]},{"id":"Bare"}]}""",
        [$"GET /api/connections/{Other}/bulksync/source"] = """{"schemas":[{"id":"Account","fields":[{"id":"Id"}]},{"id":"Bare"}]}""",
        [$"GET /api/connections/{Destination}/bulksync/target"] =
            """{"modes":[{"id":"replicate"},{"id":"snapshot"}],"configuration":{"schema":{},"path":{"required":true}}}""",
        [$"GET /api/connections/{Other}/bulksync/target"] =
            """{"modes":[{"id":"snapshot"}],"configuration":{"schema":{},"bucket":{"required":true}}}""",
    };

    private readonly OneSync _service = new(
        """
        {"id":"Account","enabled":true,"filters":[],"fields":[
        {"id":"Id","enabled":true,"obfuscated":false},{"id":"Fax","enabled":false,"obfuscated":false}]}
        """,
        """{"id":"Gone","enabled":true,"filters":[],"fields":[{"id":"X","enabled":true,"obfuscated":false}]}""",
        """{"id":"Off","enabled":false,"filters":[],"fields":[{"id":"Y","enabled":false,"obfuscated":false}]}""");

    public ChangedSettingsTests()
    {
        _service.Sync["additional_schedules"] = JsonNode.Parse(
            """[{"frequency":"hourly","minute":"5","schemas":["Account"]},{"frequency":"hourly","minute":"6","schemas":["Gone"]}]""");
        _service.Instead = what => Offers.TryGetValue(what.Replace("?include_fields=false", ""), out var offer)
            ? AnswerHandler.Json(200, $"{{\"data\":{(what.Contains('?') ? WithoutFields(offer) : offer)}}}")
            : null;
    }

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("""{"name":"B"}""", "")]
    [InlineData("""{"mode":null,"destination_configuration":null}""", "")]
    [InlineData("""{"mode":"snapshot"}""", "destination")]
    [InlineData("""{"mode":"mirror"}""", "destination", "'mirror'")]
    [InlineData("""{"destination_configuration":{"schema":"t"}}""", "destination")]
    [InlineData("""{"destination_configuration":{"schem":"x"}}""", "destination", "'schem'")]
    [InlineData($$"""{"destination_connection_id":"{{Other}}"}""", "destination", "'replicate'", "'bucket'")]
    [InlineData($$"""{"destination_connection_id":"{{Other}}","mode":"snapshot"}""", "destination", "'bucket'")]
    [InlineData($$"""{"destination_configuration":{"bucket":"x"},"destination_connection_id":"{{Other}}","mode":"snapshot"}""", "destination")]
    [InlineData("""{"default_schedule":{"frequency":"daily","hour":"1","minute":"1"}}""", "")]
    [InlineData("""{"additional_schedules":[{"frequency":"hourly","minute":"7","schemas":["Account","Gone"]}]}""", "")]
    [InlineData("""{"additional_schedules":[{"frequency":"hourly","minute":"7","schemas":["Gone","Acount","Bare"]}]}""", "source", "'Acount'")]
    [InlineData($$"""{"source_connection_id":"{{Source}}","destination_connection_id":"{{Destination}}","name":"B"}""", "")]
    public async Task Only_a_change_that_does_not_fit_is_a_fault(string changes, string asked, params string[] faults)
    {
        Check(faults, await FindAsync(changes));
        Assert.Equal(asked, Asked);
    }

    [Theory]
    [InlineData("""{"name":"B"}""")]
    [InlineData("""{"destination_configuration":{"schema":"t"}}""", "'mirror'")]
    [InlineData($$"""{"destination_connection_id":"{{Other}}","mode":"snapshot"}""", "'bucket'")]
    public async Task The_current_mode_must_fit_a_change_of_the_destination(string changes, params string[] faults)
    {
        _service.Sync["mode"] = "mirror";
        Check(faults, await FindAsync(changes));
    }

    [Theory]
    [InlineData(true, "schemas source with fields", "'Gone'", "'Gone'")]
    [InlineData(false, "source", "'Gone'")]
    public async Task All_schedules_must_fit_another_source_and_so_must_the_schemas_if_they_are_sent(bool sendsSchemas, string asked, params string[] faults)
    {
        Check(faults, await FindAsync($$"""{"source_connection_id":"{{Other}}"}""", sendsSchemas));
        Assert.Equal(asked, Asked);
    }

    [Fact]
    public async Task An_update_to_another_source_omits_what_is_disabled_and_not_in_it()
    {
        var edit = await EditAsync($$"""{"source_connection_id":"{{Other}}"}""");
        await _service.Client.Updates.UpdateAsync(edit);
        Assert.Equal(
            ["Account: Id", "Gone: X"],
            Assert.Single(_service.Puts)["schemas"]!.AsArray().Select(schema =>
                $"{schema!["id"]}: {string.Join(" ", schema["fields"]!.AsArray().Select(field => (string)field!["id"]!))}"));
    }

    private static void Check(string[] facts, IReadOnlyList<string> faults)
    {
        Assert.Equal(facts.Length, faults.Count);
        for (var i = 0; i < facts.Length; i++) Facts.Hold(faults[i], facts[i]);
    }

    private static string WithoutFields(string offer)
    {
        var json = JsonNode.Parse(offer)!.AsObject();
        foreach (var schema in json["schemas"]!.AsArray()) schema!.AsObject().Remove("fields");
        return json.ToJsonString();
    }

    /// <summary>What was read to find the faults.</summary>
    private string Asked => string.Join(" ", _service.Requests.Skip(1).Select(what => what switch
    {
        _ when what.StartsWith("GET /schemas", StringComparison.Ordinal) => "schemas",
        _ when what.EndsWith("/target", StringComparison.Ordinal) => "destination",
        _ when what.EndsWith("/source", StringComparison.Ordinal) => "source with fields",
        _ when what.EndsWith("/source?include_fields=false", StringComparison.Ordinal) => "source",
        _ => what,
    }).Distinct().OrderBy(what => what, StringComparer.Ordinal));

    private async Task<IReadOnlyList<string>> FindAsync(string changes, bool sendsSchemas = true) =>
        await _service.Client.Updates.FindFaultsAsync(await EditAsync(changes), sendsSchemas);

    private async Task<ResourceEdit> EditAsync(string changes)
    {
        var edit = await _service.Client.Updates.EditAsync(OneSync.Id);
        edit.Apply(OneSync.Parse(changes));
        return edit;
    }
}
