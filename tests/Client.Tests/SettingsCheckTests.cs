using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
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

    private Task<IReadOnlyList<string>> FindAsync(string settings, string? known = null, string? whole = null)
    {
        var json = JsonNode.Parse($$"""{"source_connection_id":"{{Source}}","destination_connection_id":"{{Destination}}"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject()) json[name] = value?.DeepClone();
        return _api.Client.Checks.FindAsync(
            json, known is null ? null : JsonNode.Parse(known)!.AsArray(), whole is null ? null : JsonNode.Parse(whole)!.AsObject());
    }
}
