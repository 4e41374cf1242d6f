using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Updates;
using Xunit;

namespace Client.Tests;

/// <summary>Settings of a bulk sync are compared with what its connections offer. If a connection does not say, the service decides.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private const string Source = "11111111-0000-4000-8000-000000000001";
    private const string Destination = "11111111-0000-4000-8000-000000000002";
    private const string SourcePath = $"/api/connections/{Source}/bulksync/source";
    private const string SourceWithoutFieldsPath = SourcePath + "?include_fields=false";
    private const string DestinationPath = $"/api/connections/{Destination}/bulksync/target";

    private readonly Api _api = new();

    public SettingsCheckTests() => Offer(
        """{"schemas":[{"id":"Account","fields":[{"id":"Id"},{"id":"Email"}]},{"id":"Contact","fields":[{"id":"Id"},{"id":"Phone"}]},{"id":"Bare"}]}""",
        """{"modes":[{"id":"replicate"},{"id":"snapshot"}],"configuration":{"schema":{"required":true},"advanced":{"required":false},"path":{},"kind":"x"}}""");

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("""{"schemas":["Acount"]}""", "'Acount'", "'Account'")]
    [InlineData("""{"schemas":[{"id":"Acount","enabled":true}]}""", "'Acount'", "'Account'")]
    [InlineData("""{"schemas":["Order"]}""", "'Order'", "Account", "Contact", "Bare")]
    [InlineData("""{"schemas":["Account",{"id":"Contact","fields":["Id","Phon"]}]}""", "'Contact'", "'Phon'", "'Phone'")]
    [InlineData("""{"schemas":[{"id":"Contact","fields":[{"id":"Email","enabled":true}]}]}""", "'Contact'", "'Email'", "Id", "Phone")]
    [InlineData("""{"schemas":[{"id":"Contact","fields":["Email",{"id":"Email"}],"tracking_field":"Email"}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"schemas":[{"id":"Contact","filters":[{"field_id":"Email","function":"IsNull"}]}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"schemas":[{"id":"Contact","partition_key":"Email"}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"schemas":[{"id":"Contact","tracking_field":"Email"}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"schemas":[{"id":"Contact","enabled":false,"tracking_field":"Email"}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"schemas":[{"id":"Contact","enabled":false,"fields":["Fax"],"filters":[{"field_id":"Email"}]}]}""", "'Contact'", "'Email'")]
    [InlineData("""{"mode":"mirror"}""", "'mirror'", "replicate", "snapshot")]
    [InlineData("""{"destination_configuration":{"schem":"x","schema":"x"}}""", "'schem'", "'schema'")]
    [InlineData("""{"destination_configuration":{"bucket":{}}}""", "'bucket'", "schema", "advanced", "path", "kind")]
    public async Task A_setting_that_does_not_fit_is_named_once_with_what_may_be_meant(string settings, params string[] facts) =>
        Facts.Hold(Assert.Single(await FindAsync(settings)), facts);

    [Theory]
    [InlineData("""{"mode":"replicate","destination_configuration":{"schema":"x","path":"y"},"schemas":["Account",{"id":"Contact","fields":["Id",{"id":"Phone"}]}]}""")]
    [InlineData("""{"mode":"","destination_configuration":{"schem":null},"schemas":[null]}""")]
    [InlineData("""{"mode":null,"destination_configuration":null,"schemas":null}""")]
    [InlineData("""{"schemas":[{"id":"Order","enabled":false},{"id":"Account","enabled":true,"fields":[null,{"id":"Phone","enabled":false}]}]}""")]
    [InlineData("""{"schemas":[{"id":"Order","enabled":false,"partition_key":"Total"},{"id":"Contact","enabled":false,"tracking_field":"Id"}]}""")]
    [InlineData("""{"schemas":[{"id":"Account","filters":[{"field_id":"Id"},{"field_id":null},{},null,"Phone"],"partition_key":"","tracking_field":null}]}""")]
    public async Task Settings_that_fit_or_are_off_are_accepted(string settings) => Assert.Empty(await FindAsync(settings));

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"schemas":null}""", """{"modes":null,"configuration":null}""")]
    [InlineData("""{"schemas":[]}""", """{"modes":[],"configuration":{}}""")]
    [InlineData("""{"schemas":[{"id":"Order"},null]}""", """{"modes":[null,{}],"configuration":{}}""")]
    [InlineData("""{"schemas":[{"id":"Order","fields":[null,{}]}]}""", "{}")]
    public async Task What_a_connection_does_not_list_is_not_compared(string source, string destination)
    {
        Offer(source, destination);
        Assert.Empty(await FindAsync("""{"mode":"mirror","destination_configuration":{"schem":"x"},"schemas":[{"id":"Order","fields":["Total"]}]}""", whole: "{}"));
        Assert.Equal(2, _api.Script.Requests.Count);
    }

    [Fact]
    public async Task All_faults_are_found()
    {
        var faults = await FindAsync(
            """{"mode":"mirror","destination_configuration":{"a":1,"b":2},"schemas":["Order",{"id":"Account","fields":["Total","Phone"]}]}""", whole: "{}");
        Assert.Equal(["mirror", "a", "b", "schema", "Order", "Account", "Account"], faults.Select(fault => fault.Split('\'')[1]));
        Facts.Hold(faults[^2], "'Total'");
        Facts.Hold(faults[^1], "'Phone'");
    }

    [Theory]
    [InlineData("""{"default_schedule":{"schemas":["Order"]},"additional_schedules":[{"schemas":["Account"]}]}""", "default_schedule.schemas")]
    [InlineData("""{"additional_schedules":[{"schemas":["Account"]},{"schemas":["Bare","Order"]},{"schemas":["Order"]}]}""", "additional_schedules.schemas")]
    [InlineData("""{"default_schedule":{"schemas":["Order"]},"additional_schedules":[{"schemas":["Order"]}]}""", "default_schedule.schemas")]
    [InlineData("""{"default_schedule":{"schemas":["Account","Bare"]},"additional_schedules":[{"schemas":["Contact"]},{}]}""")]
    public async Task A_schema_of_schedules_that_the_source_does_not_have_is_named_once_with_its_property(string settings, params string[] places)
    {
        var faults = await _api.Client.Checks.FindFaultsAsync(Settings(settings), known: null, whole: null, CancellationToken.None);
        Assert.Equal(places, faults.Select(fault => fault.Property));
        Assert.All(faults, fault => Facts.Hold(fault.ToString(), "'Order'", "Account", "Contact", "Bare"));
        Assert.All(faults, fault => Assert.Equal("Order", fault.Value));
        Assert.Equal([SourceWithoutFieldsPath], _api.Script.Requests.Select(request => request.PathAndQuery));
    }

    [Theory]
    [InlineData("""["Order","Acount","Visit","Contac"]""", "'Order'|'Visit'", "'Acount'|'Account'", "'Contac'|'Contact'")]
    [InlineData("""["Order","Acount"]""", "'Order'", "'Acount'|'Account'")]
    public async Task Missing_schemas_without_a_similar_name_are_reported_together(string schemas, params string[] facts)
    {
        var faults = await FindAsync($$"""{"schemas":{{schemas}}}""");
        Assert.Equal(facts.Length, faults.Count);
        for (var i = 0; i < facts.Length; i++) Facts.Hold(faults[i], facts[i].Split('|'));
        // Only the first lists what exists.
        Assert.Equal([.. facts.Select((_, i) => i == 0)], faults.Select(fault => fault.Contains("Bare")));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(25, 15)]
    public async Task At_most_ten_missing_schemas_are_named_and_the_others_counted(int count, int more)
    {
        var ids = Enumerable.Range(100, count).Select(i => $"{i}-{i}-{i}").ToList();
        var settings = Settings($$"""{"schemas":["{{string.Join("\",\"", ids)}}"]}""");
        var faults = await _api.Client.Checks.FindFaultsAsync(settings, known: null, whole: null, CancellationToken.None);
        var fault = Assert.Single(faults);
        Assert.Equal(($"schemas.{ids[0]}.id", ids[0]), (fault.Property, fault.Value));
        Assert.Equal(ids.Take(10), Regex.Matches(fault.Problem, "'(.+?)'").OfType<Match>().Select(match => match.Groups[1].Value));
        Assert.Equal(more > 0, fault.Problem.Contains(" more"));
        if (more > 0) Facts.Hold(fault.Problem, $"{more} more");
    }

    [Theory]
    [InlineData(null, "", "A is wrong.")]
    [InlineData(null, " (line 3)", "A is wrong (line 3).")]
    [InlineData("Use B.", "", "A is wrong. Use B.")]
    [InlineData("Use B.", " (line 3)", "A is wrong (line 3). Use B.")]
    public void A_fault_is_described_with_its_line_and_then_the_advice(string? advice, string at, string words) =>
        Assert.Equal(words, new SettingsFault("a", "A is wrong", advice).InWords(at));

    [Theory]
    [InlineData(null, false)]
    [InlineData("""{"schema":"x"}""", false)]
    [InlineData("""{"schema":""}""", true)]
    [InlineData("""{"schema":null,"path":"y"}""", true)]
    [InlineData("{}", true)]
    public async Task A_missing_setting_that_the_destination_requires_is_found_only_among_all_settings(string? whole, bool isMissing)
    {
        var faults = await FindAsync("""{"destination_configuration":{"path":"y"}}""", whole: whole);
        Assert.Equal(isMissing ? 1 : 0, faults.Count);
        Assert.All(faults, fault => Facts.Hold(fault, "'schema'"));
    }

    [Fact]
    public async Task Schemas_and_fields_that_the_bulk_sync_already_has_are_accepted()
    {
        const string Known = """[{"id":"Order","fields":["Total"]},{"id":"Account","fields":[{"id":"Fax","enabled":true}],"filters":[{"field_id":"Old"}]}]""";
        var faults = await FindAsync("""{"schemas":[{"id":"Order","fields":["Total","New"]},{"id":"Account","fields":["Fax","Old","Id","Phone"]}]}""", Known);
        Facts.Hold(Assert.Single(faults), "'Account'", "'Phone'");
        Facts.Hold(Assert.Single(await FindAsync("""{"schemas":["Invoice"]}""", Known)), "'Invoice'");

        // The source may have lost a disabled schema, but the service accepts its settings.
        const string Off = """[{"id":"Order","enabled":false},{"id":"Account","enabled":false,"tracking_field":"Old","fields":["Fax"]}]""";
        Facts.Hold(Assert.Single(await FindAsync("""{"schemas":["Order"]}""", Off)), "'Order'");
        Assert.Empty(await FindAsync("""{"schemas":[{"id":"Account","enabled":false,"tracking_field":"Old","partition_key":"Id"}]}""", Off));
        Facts.Hold(Assert.Single(await FindAsync("""{"schemas":[{"id":"Account","fields":["Fax"]}]}""", Off)), "'Account'", "'Fax'");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"x","schemas":[]}""")]
    [InlineData("""{"schemas":[null,{"id":"Account","enabled":false,"fields":["Id"]}]}""")]
    [InlineData("""{"mode":"mirror","destination_connection_id":null}""")]
    [InlineData("""{"schemas":["Order"],"source_connection_id":"x"}""")]
    [InlineData("""{"schemas":["Account"]}""", SourceWithoutFieldsPath)]
    [InlineData("""{"schemas":[{"id":"Account","fields":[{"id":"Id","enabled":false}],"filters":[],"partition_key":""}]}""", SourceWithoutFieldsPath)]
    [InlineData("""{"schemas":["Account",{"id":"Contact","fields":["Id"]}]}""", SourcePath)]
    [InlineData("""{"schemas":[{"id":"Contact","tracking_field":"Id"}]}""", SourcePath)]
    [InlineData("""{"schemas":[{"id":"Contact","enabled":false,"tracking_field":"Id"}]}""", SourcePath)]
    [InlineData("""{"mode":"replicate"}""", DestinationPath)]
    [InlineData("""{"destination_configuration":{"schema":"x"}}""", DestinationPath)]
    [InlineData("""{"mode":"replicate","destination_configuration":{},"schemas":["Account"]}""", SourceWithoutFieldsPath, DestinationPath)]
    public async Task Each_connection_is_asked_once_and_only_for_what_is_needed(string settings, params string[] requests)
    {
        Assert.Empty(await FindAsync(settings));
        Assert.Empty(await FindAsync(settings));
        Assert.Equal(requests, _api.Script.Requests.Select(request => request.PathAndQuery).OrderBy(path => path, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(400, "It has no tables.", true)]
    [InlineData(422, "It has no tables.", true)]
    [InlineData(400, "The source did not provide any schemas.", false)]
    [InlineData(422, "cache refresh in progress", false)]
    [InlineData(403, "It has no tables.", false)]
    [InlineData(404, "It has no tables.", false)]
    [InlineData(500, "It has no tables.", false)]
    public async Task A_connection_that_the_service_refuses_to_describe_is_not_a_destination(int status, string message, bool isFault)
    {
        _api.Script.AnswerAt(DestinationPath, status, new JsonObject { ["message"] = message }.ToJsonString());
        var faults = await FindAsync("""{"mode":"mirror","schemas":["Account"]}""", whole: "{}");
        Assert.Equal(isFault ? 1 : 0, faults.Count);
        Assert.All(faults, fault => Facts.Hold(fault, message, Destination));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task If_a_source_cannot_be_read_only_the_destination_is_compared(int status)
    {
        _api.Script.AnswerAt(SourceWithoutFieldsPath, status, """{"message":"Not now."}""");
        Facts.Hold(Assert.Single(await FindAsync("""{"mode":"mirror","schemas":["Order"]}""")), "'mirror'");
        Assert.Equal(2, _api.Script.Requests.Count);
    }

    private void Offer(string source, string destination)
    {
        foreach (var path in new[] { SourcePath, SourceWithoutFieldsPath }) _api.Script.AnswerAt(path, 200, $"{{\"data\":{source}}}");
        _api.Script.AnswerAt(DestinationPath, 200, $"{{\"data\":{destination}}}");
    }

    private Task<IReadOnlyList<string>> FindAsync(string settings, string? known = null, string? whole = null) => _api.Client.Checks.FindAsync(
        Settings(settings), known is null ? null : JsonNode.Parse(known)!.AsArray(), whole is null ? null : JsonNode.Parse(whole)!.AsObject());

    private static JsonObject Settings(string settings)
    {
        var json = JsonNode.Parse($$"""{"source_connection_id":"{{Source}}","destination_connection_id":"{{Destination}}"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject()) json[name] = value?.DeepClone();
        return json;
    }
}
