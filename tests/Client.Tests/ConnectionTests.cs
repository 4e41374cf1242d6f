using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using Xunit;

namespace Client.Tests;

/// <summary>The sandbox follows the contract for all of its connections.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public void Every_answer_of_the_sandbox_about_connections_is_as_the_contract_says()
    {
        var sandbox = new SandboxService();
        var connections = Get("api/connections", "ConnectionListResponseEnvelope")["data"]!.AsArray();
        Assert.NotEmpty(connections);
        Get("api/connection_types", "ConnectionTypeResponseEnvelope");
        Assert.All(connections, connection =>
        {
            var path = $"api/connections/{(string)connection!["id"]!}";
            Get(path, "ConnectionResponseEnvelope");
            Get($"{path}/schemas/status", "BulkSyncSourceStatusEnvelope");
            Send("POST", $"{path}/schemas/refresh", body: null, (string)connection["status"]! == "healthy" ? 202 : 400);
            Get($"{path}/schemas/status", "BulkSyncSourceStatusEnvelope");
            var isDestination = Send("GET", $"{path}/bulksync/target", body: null, expected: null);
            Assert.Null(Contract.Fault(isDestination.Status == 200 ? "BulkSyncDestEnvelope" : "ApiError", Encoding.UTF8.GetString(isDestination.Body)));

            var schemas = Get($"{path}/bulksync/source", "BulkSyncSourceEnvelope")["data"]!["schemas"]!.AsArray();
            Assert.NotEmpty(schemas);
            Get($"{path}/bulksync/source?include_fields=false", "BulkSyncSourceEnvelope");
            Assert.All(schemas, schema =>
            {
                var schemaPath = $"{path}/schemas/{Uri.EscapeDataString((string)schema!["id"]!)}";
                Send("POST", $"{schemaPath}/fields", """{"fields":[{"field_id":"a/b %","label":"L","type":"object","example":{"a":1}}]}""", 202);
                Send("PUT", $"{schemaPath}/primary_keys", """{"fields":[{"field_id":"a/b %","is_primary_key":true}]}""", 202);
                var changed = Send("PATCH", $"{schemaPath}/fields/a%2Fb%20%25", """{"path":"x"}""", 200);
                Assert.Null(Contract.Fault("SchemaField", JsonNode.Parse(changed.Body)!["data"]!.ToJsonString()));
                Get(schemaPath, "BulkSyncSourceSchemaEnvelope");
                Get($"{schemaPath}/records", "SchemaRecordsResponseEnvelope");
                Send("DELETE", $"{schemaPath}/primary_keys", body: null, 202);
                Send("DELETE", $"{schemaPath}/fields/a%2Fb%20%25", body: null, 202);
            });
        });

        JsonNode Get(string path, string schema)
        {
            var text = Encoding.UTF8.GetString(Send("GET", path, body: null, 200).Body);
            Assert.Null(Contract.Fault(schema, text));
            return JsonNode.Parse(text)!;
        }

        SandboxAnswer Send(string method, string path, string? body, int? expected)
        {
            var parts = path.Split('?');
            var answer = sandbox.Answer(new SandboxRequest(
                method,
                "/" + parts[0],
                parts.Length > 1 ? "?" + parts[1] : "",
                name => name == "Authorization" ? $"Bearer {SandboxOptions.ApiKey}" : null,
                body is null ? [] : Encoding.UTF8.GetBytes(body)));
            if (expected is not null) Assert.Equal(expected, answer.Status);
            if (answer.Status == 202) Assert.Empty(answer.Body);
            if (answer.Status >= 400) Assert.Null(Contract.Fault("ApiError", Encoding.UTF8.GetString(answer.Body)));
            return answer;
        }
    }
}
