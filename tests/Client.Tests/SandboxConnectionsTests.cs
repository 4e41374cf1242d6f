using System.Globalization;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using Xunit;

namespace Client.Tests;

/// <summary>The connections of the sandbox, their schemas, and user-defined fields.</summary>
public sealed class SandboxConnectionsTests : IDisposable
{
    private const string Orders = "api/connections/" + SandboxHttp.Orders;
    private const string Table = Orders + "/schemas/public.orders";
    private const string Lines = Orders + "/schemas/public.order%20lines";
    private const string Size = Table + "/fields/gr%C3%B6%C3%9Fe%2F%25";

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Syncs_use_existing_connections()
    {
        var names = _sandbox.Get("api/connections")!.AsArray().ToDictionary(Id, connection => (string)connection!["name"]!);
        foreach (var sync in SandboxReading.Pages(_sandbox, "api/bulk/syncs"))
        {
            Assert.Contains((string)sync["source_connection_id"]!, names);
            Assert.Contains((string)sync["destination_connection_id"]!, names);
        }

        var salesforce = _sandbox.Get("api/bulk/syncs/" + SandboxHttp.Salesforce)!;
        Assert.Equal("Salesforce", names[(string)salesforce["source_connection_id"]!]);
        Assert.Equal("Snowflake", names[(string)salesforce["destination_connection_id"]!]);
        Assert.All(names.Keys, id => Assert.Equal(200, _sandbox.Send("GET", $"api/connections/{id}/bulksync/source").Status));
    }

    [Fact]
    public void Secrets_are_masked() => Assert.Equal("********", (string?)_sandbox.Get(Orders)!["configuration"]!["password"]);

    [Fact]
    public void A_source_omits_its_fields_on_request()
    {
        var with = _sandbox.Get($"{Orders}/bulksync/source")!["schemas"]!.AsArray();
        var without = _sandbox.Get($"{Orders}/bulksync/source?include_fields=false")!["schemas"]!.AsArray();
        Assert.Equal(9, with.Count);
        Assert.Equal(with.Select(Id), without.Select(Id));
        Assert.All(with, schema => Assert.NotEmpty(schema!["fields"]!.AsArray()));
        Assert.All(without, schema => Assert.Null(schema!["fields"]));
    }

    [Fact]
    public void Each_schema_and_its_records_have_the_fields_of_the_source()
    {
        foreach (var connection in _sandbox.Get("api/connections")!.AsArray().Select(Id).ToList())
        {
            foreach (var schema in _sandbox.Get($"api/connections/{connection}/bulksync/source")!["schemas"]!.AsArray())
            {
                var path = $"api/connections/{connection}/schemas/{Uri.EscapeDataString(Id(schema))}";
                var fields = schema!["fields"]!.AsArray().Select(Id).ToList();
                Assert.Equal(fields, _sandbox.Get(path)!["fields"]!.AsArray().Select(Id));
                var records = _sandbox.Get($"{path}/records")!.AsArray();
                Assert.NotEmpty(records);
                Assert.All(records, record => Assert.Equal(fields, record!.AsObject().Select(value => value.Key)));
            }
        }
    }

    [Fact]
    public void A_refresh_takes_ten_seconds_and_a_second_one_does_not_restart_it()
    {
        Assert.Equal("fresh", (string?)Status()["cache_status"]);
        var started = _sandbox.Clock.GetUtcNow();
        Refresh();
        Assert.Equal(("refreshing", null), ((string?)Status()["cache_status"], (string?)Status()["last_refresh_finished"]));
        Assert.Equal(started, Time("last_refresh_started"));
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(9));
        Refresh();
        Assert.Equal(("refreshing", started), ((string?)Status()["cache_status"], Time("last_refresh_started")));
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("fresh", (string?)Status()["cache_status"]);
        Assert.Equal((started, started.AddSeconds(10)), (Time("last_refresh_started"), Time("last_refresh_finished")));

        void Refresh() => Assert.Equal(202, _sandbox.Send("POST", $"{Orders}/schemas/refresh").Status);
        JsonNode Status() => _sandbox.Get($"{Orders}/schemas/status")!;
        DateTimeOffset Time(string name) => DateTimeOffset.Parse((string)Status()[name]!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_connection_that_cannot_be_reached_is_not_refreshed()
    {
        var zendesk = _sandbox.Get("api/connections")!.AsArray().Single(connection => (string?)connection!["name"] == "Zendesk")!;
        var path = $"api/connections/{zendesk["id"]}/schemas";
        var before = _sandbox.Get($"{path}/status")!.ToJsonString();
        var (status, body) = _sandbox.Send("POST", $"{path}/refresh");
        Assert.Equal((400, "id"), (status, (string?)body!["metadata"]!["property"]));
        Assert.Equal(before, _sandbox.Get($"{path}/status")!.ToJsonString());
    }

    [Fact]
    public void A_user_defined_primary_key_replaces_the_previous_one_until_it_is_reset()
    {
        Assert.Equal(["id"], Keys(Lines));
        Set("""{"fields":[{"field_id":"id","is_primary_key":false},{"field_id":"sku","is_primary_key":true},{"field_id":"order_id","is_primary_key":true}]}""");
        Assert.Equal(["order_id", "sku"], Keys(Lines));
        Set("""{"fields":[{"field_id":"id","is_primary_key":false},{"field_id":"sku","is_primary_key":true}]}""");
        Assert.Equal(["sku"], Keys(Lines));
        Assert.Equal(["id"], Keys(Table));
        Assert.Equal(202, _sandbox.Send("DELETE", $"{Lines}/primary_keys").Status);
        Assert.Equal(["id"], Keys(Lines));

        void Set(string body) => Assert.Equal(202, _sandbox.Send("PUT", $"{Lines}/primary_keys", body).Status);
        IEnumerable<string> Keys(string path) => _sandbox.Get(path)!["fields"]!.AsArray().Where(field => (bool)field!["is_primary_key"]!).Select(Id);
    }

    [Fact]
    public void A_user_defined_field_can_be_changed_replaced_and_removed()
    {
        Define("""{"field_id":"größe/%","label":"Size","type":"number","path":"meta.size","example":7}""");
        Assert.Equal(("Size", "number", "meta.size", true), Read("größe/%"));
        Assert.All(_sandbox.Get($"{Table}/records")!.AsArray(), record => Assert.Equal(7, (int)record!["größe/%"]!));

        // A change keeps omitted settings. A new definition removes them.
        _sandbox.Data("PATCH", Size, JsonNode.Parse("""{"label":"Length"}"""));
        Assert.Equal(("Length", "number", "meta.size", true), Read("größe/%"));
        Define("""{"field_id":"größe/%","label":"Width","type":"string"}""");
        Assert.Equal(("Width", "string", null, true), Read("größe/%"));

        Assert.Equal(202, _sandbox.Send("DELETE", Size).Status);
        Assert.DoesNotContain("größe/%", _sandbox.Get(Table)!["fields"]!.AsArray().Select(Id));
        Assert.Equal(404, _sandbox.Send("DELETE", Size).Status);
    }

    [Fact]
    public void A_field_of_the_source_is_overridden_until_the_override_is_removed()
    {
        var before = _sandbox.Get(Table)!.ToJsonString();
        var changed = _sandbox.Data("PATCH", $"{Table}/fields/total", JsonNode.Parse("""{"label":"Order total"}"""))!;
        Assert.Equal(("Order total", "numeric(12,2)", true), ((string?)changed["name"], (string?)changed["remote_type"], (bool)changed["user_managed"]!));
        Assert.Equal(("Order total", "number", null, true), Read("total"));
        Assert.Equal(202, _sandbox.Send("DELETE", $"{Table}/fields/total").Status);
        Assert.Equal(("total", "number", null, false), Read("total"));
        Assert.Equal(before, _sandbox.Get(Table)!.ToJsonString());
    }

    [Theory]
    [InlineData("GET", Orders + "/schemas/nowhere/records", null, 404)]
    [InlineData("PATCH", Table + "/fields/nowhere", """{"label":"X"}""", 404)]
    [InlineData("GET", "api/connections/77ad79e0-e3dd-59df-8288-397d0707c0b2/bulksync/target", null, 400)]
    public void Schemas_fields_and_roles_that_a_connection_does_not_have_are_refused(string method, string path, string? body, int status) =>
        Assert.Equal(status, _sandbox.Send(method, path, body).Status);

    private void Define(string field) => Assert.Equal(202, _sandbox.Send("POST", $"{Table}/fields", $$"""{"fields":[{{field}}]}""").Status);

    private (string? Name, string? Type, string? Path, bool IsOfUsers) Read(string id)
    {
        var field = _sandbox.Get(Table)!["fields"]!.AsArray().Single(field => Id(field) == id)!;
        return ((string?)field["name"], (string?)field["type"], (string?)field["path"], (bool)field["user_managed"]!);
    }

    private static string Id(JsonNode? item) => (string)item!["id"]!;
}
