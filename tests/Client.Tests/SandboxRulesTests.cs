using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>The sandbox refuses what the service refuses, and names the property.</summary>
public sealed class SandboxRulesTests : IDisposable
{
    private const string Sync = "api/bulk/syncs/" + SandboxHttp.Salesforce;
    private const string Schema = $"api/connections/{SandboxHttp.Orders}/schemas/public.orders";
    private const string Bucket = "fb2eb169-df67-5a86-9935-b6a676d40c64";
    private const string Stripe = "77ad79e0-e3dd-59df-8288-397d0707c0b2";

    private readonly SandboxHttp _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("name", "5", "name")]
    [InlineData("name", "\" \"", "name")]
    [InlineData("mode", "\"mirror\"", "mode")]
    [InlineData("mode", "null", "mode")]
    [InlineData("active", "\"yes\"", "active")]
    [InlineData("source_connection_id", "\"x\"", "source_connection_id")]
    [InlineData("source_connection_id", "\"11111111-0000-4000-8000-000000000001\"", "source_connection_id")]
    [InlineData("destination_connection_id", "\"11111111-0000-4000-8000-000000000001\"", "destination_connection_id")]
    [InlineData("destination_connection_id", $"\"{Stripe}\"", "destination_connection_id")]
    [InlineData("destination_connection_id", $"\"{Bucket}\"", "mode")]
    [InlineData("destination_configuration", "{}", "destination_configuration.schema")]
    [InlineData("destination_configuration", "{\"schema\":\"\"}", "destination_configuration.schema")]
    [InlineData("destination_configuration", "{\"schema\":5}", "destination_configuration.schema")]
    [InlineData("destination_configuration", "{\"schema\":\"s\",\"advanced\":{\"hard_deletes\":\"yes\"}}", "destination_configuration.advanced.hard_deletes")]
    [InlineData("destination_configuration", "[]", "destination_configuration")]
    [InlineData("source_configuration", "{\"publication\":1}", "source_configuration.publication")]
    [InlineData("concurrency_limit", "0", "concurrency_limit")]
    [InlineData("concurrency_limit", "1.5", "concurrency_limit")]
    [InlineData("resync_concurrency_limit", "9223372036854775808", "resync_concurrency_limit")]
    [InlineData("data_cutoff_timestamp", "\"yesterday\"", "data_cutoff_timestamp")]
    [InlineData("data_cutoff_timestamp", "\"2024-02-30T00:00:00Z\"", "data_cutoff_timestamp")]
    [InlineData("automatically_add_new_fields", "null", "automatically_add_new_fields")]
    [InlineData("automatically_add_new_objects", "\"some\"", "automatically_add_new_objects")]
    [InlineData("policies", "[\"x\"]", "policies[0]")]
    [InlineData("schemas", "[5]", "schemas[0]")]
    [InlineData("schemas", "[\"public.orders\",\"public.nothing\"]", "schemas[1]")]
    [InlineData("schemas", "[{}]", "schemas[0].id")]
    [InlineData("schemas", "[{\"id\":\"public.nothing\"}]", "schemas[0].id")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"fields\":[\"id\",\"nothing\"]}]", "schemas[0].fields[1]")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"fields\":[{\"id\":\"nothing\"}]}]", "schemas[0].fields[0].id")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"fields\":[{\"obfuscate\":true}]}]", "schemas[0].fields[0].id")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"filters\":[{\"field_id\":\"id\"}]}]", "schemas[0].filters[0].function")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"filters\":[{\"field_id\":\"nothing\",\"function\":\"IsNull\"}]}]", "schemas[0].filters[0].field_id")]
    [InlineData("schemas", "[{\"id\":\"public.orders\",\"partition_key\":\"nothing\"}]", "schemas[0].partition_key")]
    [InlineData("default_schedule", "{}", "default_schedule.frequency")]
    [InlineData("default_schedule", "{\"frequency\":\"often\"}", "default_schedule.frequency")]
    [InlineData("default_schedule", "{\"frequency\":\"runafter\"}", "default_schedule.frequency")]
    [InlineData("default_schedule", "{\"frequency\":\"dbtcloud\"}", "default_schedule.frequency")]
    [InlineData("default_schedule", "{\"frequency\":\"multi\"}", "default_schedule.frequency")]
    [InlineData("default_schedule", "{\"frequency\":\"hourly\"}", "default_schedule.minute")]
    [InlineData("default_schedule", "{\"frequency\":\"daily\",\"minute\":\"0\"}", "default_schedule.hour")]
    [InlineData("default_schedule", "{\"frequency\":\"daily\",\"hour\":4,\"minute\":\"0\"}", "default_schedule.hour")]
    [InlineData("default_schedule", "{\"frequency\":\"daily\",\"hour\":\"24\",\"minute\":\"0\"}", "default_schedule.hour")]
    [InlineData("default_schedule", "{\"frequency\":\"daily\",\"hour\":\"*\",\"minute\":\"0\"}", "default_schedule.hour")]
    [InlineData("default_schedule", "{\"frequency\":\"weekly\",\"hour\":\"4\",\"minute\":\"0\"}", "default_schedule.day_of_week")]
    [InlineData("default_schedule", "{\"frequency\":\"weekly\",\"day_of_week\":\"someday\",\"hour\":\"4\",\"minute\":\"0\"}", "default_schedule.day_of_week")]
    [InlineData("default_schedule", "{\"frequency\":\"custom\"}", "default_schedule.minute")]
    [InlineData("default_schedule", "{\"frequency\":\"custom\",\"minute\":\"0\",\"day_of_month\":\"32\"}", "default_schedule.day_of_month")]
    [InlineData("default_schedule", "{\"frequency\":\"custom\",\"minute\":\"0-\"}", "default_schedule.minute")]
    [InlineData("additional_schedules", "[{\"frequency\":\"manual\",\"schemas\":[\"public.nothing\"]}]", "additional_schedules[0].schemas[0]")]
    [InlineData("additional_schedules", "[{\"frequency\":\"manual\"},{\"frequency\":\"hourly\"}]", "additional_schedules[1].minute")]
    [InlineData("additional_schedules", "[{\"frequency\":\"manual\",\"resync_mode\":\"other\"}]", "additional_schedules[0].resync_mode")]
    public void A_sync_that_does_not_fit_is_neither_created_nor_changed(string property, string value, string named)
    {
        var settings = SandboxHttp.Settings();
        settings[property] = JsonNode.Parse(value);
        var before = _sandbox.Get("api/bulk/syncs")!.ToJsonString();
        AssertRefused(422, named, _sandbox.Send("POST", "api/bulk/syncs", settings.ToJsonString()));
        AssertRefused(400, named, _sandbox.Send("PUT", Sync, settings.ToJsonString()));
        Assert.Equal(before, _sandbox.Get("api/bulk/syncs")!.ToJsonString());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("mode")]
    [InlineData("source_connection_id")]
    [InlineData("destination_connection_id")]
    [InlineData("destination_configuration")]
    [InlineData("default_schedule")]
    public void A_missing_required_property_is_named(string property)
    {
        var settings = SandboxHttp.Settings();
        settings.Remove(property);
        AssertRefused(422, property, _sandbox.Send("POST", "api/bulk/syncs", settings.ToJsonString()));
    }

    [Theory]
    [InlineData("{\"frequency\":\"continuous\"}")]
    [InlineData("{\"frequency\":\"hourly\",\"minute\":\"05\"}")]
    [InlineData("{\"frequency\":\"daily\",\"hour\":\"23\",\"minute\":\"59\"}")]
    [InlineData("{\"frequency\":\"weekly\",\"day_of_week\":\"Sunday\",\"hour\":\"0\",\"minute\":\"0\"}")]
    [InlineData("{\"frequency\":\"custom\",\"minute\":\"*/15\",\"hour\":\"8-18/2,20\",\"month\":\"jan,june\",\"day_of_week\":\"mon-fri\",\"day_of_month\":\"*\"}")]
    [InlineData("{\"frequency\":\"manual\",\"hour\":\"\",\"minute\":\"\"}")]
    public void A_schedule_that_can_run_is_accepted(string schedule)
    {
        var settings = SandboxHttp.Settings();
        settings["default_schedule"] = JsonNode.Parse(schedule);
        _sandbox.Data("POST", "api/bulk/syncs", settings);
    }

    [Theory]
    [InlineData("POST", Sync + "/activate", "{}", 422, "active")]
    [InlineData("POST", Sync + "/activate", "{\"active\":1}", 422, "active")]
    [InlineData("POST", Sync + "/executions", "{\"resync\":true}", 400, "resync")]
    [InlineData("POST", Sync + "/executions", "{\"test\":true,\"resync_mode\":\"refetch\"}", 400, "resync_mode")]
    [InlineData("POST", Sync + "/executions", "{\"resync_mode\":\"all\"}", 400, "resync_mode")]
    [InlineData("POST", Sync + "/executions", "{\"fetch_mode\":\"some\"}", 400, "fetch_mode")]
    [InlineData("POST", Sync + "/executions", "{\"schemas\":[\"Account\",\"Event\"]}", 400, "schemas[1]")]
    [InlineData("POST", Sync + "/executions", "{\"schemas\":\"Account\"}", 400, "schemas")]
    [InlineData("PATCH", Sync + "/schemas", "{\"schemas\":[{\"enabled\":true}]}", 400, "schemas[0].id")]
    [InlineData("PATCH", Sync + "/schemas", "{\"schemas\":[{\"id\":\"Account\"},{\"id\":\"x\"}]}", 400, "schemas[1].id")]
    [InlineData("PATCH", Sync + "/schemas", "{\"schemas\":[{\"id\":\"Account\",\"fields\":[{\"id\":\"x\"}]}]}", 400, "schemas[0].fields[0].id")]
    [InlineData("PATCH", Sync + "/schemas", "{\"schemas\":[{\"id\":\"Account\",\"enabled\":null}]}", 400, "schemas[0].enabled")]
    [InlineData("PUT", Sync + "/schemas/Account", "{\"fields\":[{\"id\":\"x\"}]}", 422, "fields[0].id")]
    [InlineData("PUT", Sync + "/schemas/Account", "{\"tracking_field\":\"x\"}", 422, "tracking_field")]
    [InlineData("PUT", Sync + "/schemas/Account", "{\"filters\":[{\"field_id\":\"Id\",\"function\":\"Equals\"}]}", 422, "filters[0].function")]
    [InlineData("POST", Sync + "/schedules", "{}", 400, "schedule")]
    [InlineData("POST", Sync + "/schedules", "{\"schedule\":{\"frequency\":\"weekly\",\"hour\":\"1\",\"minute\":\"1\"}}", 400, "schedule.dayOfWeek")]
    [InlineData("POST", Sync + "/schedules", "{\"schedule\":{\"frequency\":\"daily\",\"hour\":\"x\",\"minute\":\"1\"}}", 400, "schedule.hour")]
    [InlineData("PUT", Sync + "/schedules/fc329695-7a2c-5de6-9a68-93963cda9e68", "{\"schedule\":{\"frequency\":\"manual\",\"selectiveMode\":\"incrementalFields\"}}", 400, "schedule.selectiveMode")]
    [InlineData("DELETE", Sync + "/schedules/fc329695-7a2c-5de6-9a68-93963cda9e68", null, 422, "schedule_id")]
    [InlineData("POST", Schema + "/fields", "{\"fields\":[{\"label\":\"L\",\"type\":\"string\"}]}", 400, "fields[0].field_id")]
    [InlineData("POST", Schema + "/fields", "{\"fields\":[{\"field_id\":\"f\",\"label\":\"L\",\"type\":\"text\"}]}", 400, "fields[0].type")]
    [InlineData("PATCH", Schema + "/fields/total", "{\"type\":\"text\"}", 400, "type")]
    [InlineData("PATCH", Schema + "/fields/total", "{\"label\":\"\"}", 400, "label")]
    [InlineData("DELETE", Schema + "/fields/total", null, 400, "field_id")]
    [InlineData("PUT", Schema + "/primary_keys", "{\"fields\":[{\"field_id\":\"nothing\",\"is_primary_key\":true}]}", 400, "fields[0].field_id")]
    [InlineData("PUT", Schema + "/primary_keys", "{\"fields\":[{\"field_id\":\"id\"}]}", 400, "fields[0].is_primary_key")]
    [InlineData("POST", "api/connections", "{\"name\":\"C\",\"type\":\"oracle\",\"configuration\":{}}", 422, "type")]
    [InlineData("POST", "api/connections", "{\"name\":\"C\",\"type\":\"stripe\",\"configuration\":{}}", 422, "configuration.apikey")]
    [InlineData("POST", "api/bulk/syncs", "{\"name\":", 422, "body")]
    [InlineData("POST", "api/bulk/syncs", "", 422, "body")]
    [InlineData("POST", "api/bulk/syncs", "{\"name\":\"\\ud800\"}", 422, "body")]
    [InlineData("POST", "api/bulk/syncs", "[]", 422, "")]
    [InlineData("GET", "api/bulk/syncs?limit=51", null, 422, "limit")]
    [InlineData("GET", "api/bulk/syncs?limit=x", null, 422, "limit")]
    [InlineData("GET", "api/bulk/syncs?active=yes", null, 422, "active")]
    [InlineData("GET", "api/bulk/syncs?page_token=x", null, 422, "page_token")]
    [InlineData("GET", Sync + "/schemas?filters=%5B%5D", null, 422, "filters")]
    [InlineData("GET", Sync + "/schemas?enabled=1", null, 422, "enabled")]
    public void An_invalid_property_is_refused_and_named(string method, string path, string? body, int status, string named) => AssertRefused(status, named, _sandbox.Send(method, path, body));

    [Fact]
    public void Unknown_properties_are_never_returned()
    {
        var settings = SandboxHttp.Settings();
        (settings["x_new"], settings["default_schedule"]!["x_new"], settings["schemas"]) = (1, 2, JsonNode.Parse("""[{"id":"public.orders","x_new":3,"fields":[{"id":"id","x_new":4}]}]"""));
        var id = (string)_sandbox.Data("POST", "api/bulk/syncs", settings)!["id"]!;
        _sandbox.Data("PATCH", $"api/bulk/syncs/{id}/schemas", JsonNode.Parse("""{"schemas":[{"id":"public.orders","x_new":5}]}"""));
        _sandbox.Data("POST", $"api/bulk/syncs/{id}/schedules", JsonNode.Parse("""{"schedule":{"frequency":"manual","x_new":6,"syncMode":"rebuild","isDefault":true,"schemas":["public.orders"]}}"""));
        foreach (var path in new[] { "", "/schemas/public.orders", "/schedules" }) Assert.DoesNotContain("x_new", _sandbox.Get($"api/bulk/syncs/{id}{path}")!.ToJsonString(), StringComparison.Ordinal);

        // The schedule operations do not store these settings either.
        var schedule = _sandbox.Get($"api/bulk/syncs/{id}/schedules")![1]!;
        Assert.Equal(("normal", false, null), ((string?)schedule["syncMode"], (bool?)schedule["isDefault"], schedule["schemas"]));
    }

    [Fact]
    public void The_sandbox_supports_every_keyword_in_the_contract()
    {
        var used = new HashSet<string>();
        foreach (var (_, schema) in JsonNode.Parse(Contract.Read("polytomic-bulk.openapi.json"))!["components"]!["schemas"]!.AsObject()) Collect(schema!.AsObject());
        Assert.Equal([], used.Except(["type", "enum", "format", "required", "properties", "additionalProperties", "items", "oneOf", "anyOf", "$ref", "description", "default"]));

        void Collect(JsonObject schema)
        {
            foreach (var (keyword, value) in schema)
            {
                used.Add(keyword);
                if (keyword == "properties") foreach (var (_, property) in value!.AsObject()) Collect(property!.AsObject());
                else if (keyword is "oneOf" or "anyOf") foreach (var branch in value!.AsArray()) Collect(branch!.AsObject());
                else if (keyword is "items" or "additionalProperties" && value is JsonObject inner) Collect(inner);
            }
        }
    }

    private static void AssertRefused(int status, string property, (int Status, JsonNode? Body) answer)
    {
        Assert.Equal((status, property), (answer.Status, (string?)answer.Body?["metadata"]?["property"]));
        Assert.Contains(property, (string)answer.Body!["message"]!, StringComparison.Ordinal);
    }
}
