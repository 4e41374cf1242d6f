using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using CsCheck;
using Xunit;

namespace Client.Tests;

/// <summary>The sandbox answers every request according to the contract, and still works afterwards.</summary>
public sealed class SandboxFuzzTests
{
    private const int Bodies = 20_000;

    private static readonly string[] Odd =
        ["\"\"", "null", "0", "-1", "1e400", "9223372036854775808", "1.5", "true", "[]", "{}", "[null]", "[{}]", "\"\\ud800\"", "\"x\"", "\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999+14:00\"", "\"00000000-0000-0000-0000-000000000000\"", "\"rebuild\"", "\"custom\""];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_write_answers_random_bodies_and_everything_stays_readable(uint seed)
    {
        using var sandbox = new SandboxHttp();
        var schedule = (string)sandbox.Get($"api/bulk/syncs/{SandboxHttp.Salesforce}")!["additional_schedules"]![0]!["id"]!;
        var execution = (string)sandbox.Get($"api/bulk/syncs/{SandboxHttp.Salesforce}/executions")![0]!["id"]!;
        var writes = Writes(schedule, execution);
        var random = new PCG(seed, 1);
        var counts = new Dictionary<string, (int Good, int Refused)>();
        for (var i = 0; i < Bodies / 2; i++)
        {
            var (method, path, pattern) = writes[i % writes.Length];
            var body = Body(pattern, random);
            var (status, text) = sandbox.Ask(method, path, body);
            Assert.True(status < 500, $"{method} {path}: {status} {text} for {Encoding.UTF8.GetString(body ?? [])}");
            if (i % 41 == 0) sandbox.Send(method, path, body, "Bearer sandbox-api-key", key: null);
            var (good, refused) = counts.GetValueOrDefault($"{method} {path}");
            counts[$"{method} {path}"] = status < 300 ? (good + 1, refused) : (good, refused + 1);
            if (i % 7 == 0) sandbox.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        // If all bodies are accepted, or all refused, the test proves nothing.
        Assert.All(counts.Where(count => writes.Any(write => write.Pattern is not null && $"{write.Method} {write.Path}" == count.Key)), count => Assert.True(count.Value.Good > 5 && count.Value.Refused > 5, $"{count}"));
        SandboxReading.All(sandbox, most: 12);
    }

    private static byte[]? Body(string? pattern, PCG random)
    {
        if (pattern is null) return null;
        var kind = random.Next(6);
        if (kind < 2) return Encoding.UTF8.GetBytes(pattern);
        if (kind == 2) return Generate.Mutate(Encoding.UTF8.GetBytes(pattern), [.. Enumerable.Range(0, 1 + (int)random.Next(3)).Select(_ => ((int)random.Next(100_000), (byte)random.Next(256), (int)random.Next(4)))]);
        if (kind == 3) return Encoding.UTF8.GetBytes(Generate.Json().Generate(random, null, out _)?.ToJsonString() ?? "null");

        // The marker is replaced in the text, because a JSON tree cannot contain invalid Unicode.
        var odd = random.Next(2) == 0 ? Odd[random.Next((uint)Odd.Length)] : Generate.Json(2).Generate(random, null, out _)?.ToJsonString() ?? "null";
        var changed = Generate.Replace(JsonNode.Parse(pattern)!, (int)random.Next(100_000), "@odd@", remove: random.Next(4) == 0);
        return Encoding.UTF8.GetBytes(changed.ToJsonString().Replace("\"@odd@\"", odd, StringComparison.Ordinal));
    }

    private static (string Method, string Path, string? Pattern)[] Writes(string schedule, string execution)
    {
        var sync = $"api/bulk/syncs/{SandboxHttp.Salesforce}";
        var schema = $"api/connections/{SandboxHttp.Orders}/schemas/public.orders";
        const string Settings = """
            {"name":"N","mode":"replicate","active":true,"source_connection_id":"fe37380e-a1d7-5015-b18b-27b0c7a45bcf","source_configuration":{},"destination_connection_id":"df17031c-7e75-5a8c-84e0-086692c1ac52",
            "destination_configuration":{"schema":"s","advanced":{"hard_deletes":true}},"default_schedule":{"frequency":"daily","hour":"4","minute":"0"},
            "additional_schedules":[{"frequency":"weekly","day_of_week":"monday","hour":"3","minute":"5","resync_mode":"refetch","selective_mode":"none","schemas":["Account"]}],
            "automatically_add_new_fields":"all","automatically_add_new_objects":"none","concurrency_limit":5,"resync_concurrency_limit":null,"data_cutoff_timestamp":"2024-01-01T00:00:00Z","disable_record_timestamps":false,
            "normalize_names":"enabled","organization_id":"a5de0575-7578-5fed-b873-180f3fbbc2b2","policies":["101612d3-61cd-573e-ab4a-a58f0d42216d"],
            "schemas":["Contact",{"id":"Account","enabled":true,"fields":["Name",{"id":"Id","enabled":true,"obfuscate":true}],"filters":[{"field_id":"IsDeleted","function":"False"}],"partition_key":"Id","tracking_field":"SystemModstamp","data_cutoff_timestamp":null,"disable_data_cutoff":false}]}
            """;
        const string Schema = """{"enabled":true,"user_output_name":"accounts","partition_key":"Id","tracking_field":"","disable_data_cutoff":false,"data_cutoff_timestamp":null,"fields":[{"id":"Id","enabled":true,"obfuscated":true,"user_output_name":"x"}],"filters":[{"field_id":"Name","function":"Equality","value":"v"}]}""";
        const string Schedule = """{"schedule":{"frequency":"weekly","dayOfWeek":"monday","hour":"3","minute":"5","selectiveMode":"none","dayOfMonth":"","month":""}}""";
        return
        [
            ("POST", "api/bulk/syncs", Settings),
            ("PUT", sync, Settings.Replace("{\"frequency\":\"weekly\"", $"{{\"id\":\"{schedule}\",\"frequency\":\"weekly\"", StringComparison.Ordinal)),
            ("POST", $"{sync}/activate", """{"active":true}"""),
            ("POST", $"{sync}/cancel", null),
            ("POST", $"{sync}/executions", """{"schemas":["Account"],"test":false,"fetch_mode":"full","resync_mode":"refetch"}"""),
            ("POST", $"{sync}/executions/{execution}/cancel", null),
            ("POST", $"{sync}/executions/{execution}/logs/export", null),
            ("PATCH", $"{sync}/schemas", """{"schemas":[""" + Schema.Replace("{\"enabled\":true,\"user", "{\"id\":\"Account\",\"enabled\":true,\"user", StringComparison.Ordinal) + "]}"),
            ("PUT", $"{sync}/schemas/Account", Schema),
            ("POST", $"{sync}/schemas/Account/cancel", null),
            ("POST", $"{sync}/schedules", Schedule),
            ("PUT", $"{sync}/schedules/{schedule}", Schedule),
            ("POST", $"{schema}/fields", """{"fields":[{"field_id":"f","label":"F","type":"number","path":"a.b","example":{"a":1}}]}"""),
            ("PATCH", $"{schema}/fields/total", """{"label":"Total","type":"number","path":"","example":[1]}"""),
            ("PUT", $"{schema}/primary_keys", """{"fields":[{"field_id":"id","is_primary_key":true}]}"""),
            ("DELETE", $"{schema}/primary_keys", null),
            ("DELETE", $"{schema}/fields/f", null),
            ("POST", $"api/connections/{SandboxHttp.Orders}/schemas/refresh", null),
            ("POST", "api/connections", """{"name":"C","type":"postgresql","configuration":{"hostname":"h","port":5432,"database":"d","username":"u","password":"p"},"policies":[],"validate":true}"""),
        ];
    }
}
