using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

// These tests run alone, because they measure the memory of the process.
[CollectionDefinition(nameof(SandboxBoundsTests), DisableParallelization = true)]
public sealed class Alone;

/// <summary>The memory of a sandbox does not grow, however long it is used.</summary>
[Collection(nameof(SandboxBoundsTests))]
public sealed class SandboxBoundsTests
{
    private const int Requests = 100_000;

    private readonly TestClock _clock = new();
    private readonly SandboxService _sandbox;

    public SandboxBoundsTests() => _sandbox = new(new SandboxOptions { Clock = _clock, Tables = new Dictionary<string, string[]> { ["t"] = ["f"], ["u"] = ["f"] } });

    [Fact]
    public void The_memory_does_not_grow_with_100_000_requests()
    {
        var sync = (string)Ask("POST", "/api/bulk/syncs", SandboxHttp.Settings())["data"]!["id"]!;
        var path = $"/api/bulk/syncs/{sync}";
        var used = new List<long>();
        for (var i = 0; i < Requests; i += 10)
        {
            if (i % (Requests / 5) == 0) used.Add(GC.GetTotalMemory(forceFullCollection: true));
            var execution = (string)Ask("POST", $"{path}/executions", [])["data"]!["id"]!;
            Ask("GET", $"{path}/status");
            Ask("POST", $"{path}/executions/{execution}/cancel");
            _clock.Advance(TimeSpan.FromSeconds(60));
            Ask("POST", $"{path}/executions/{execution}/logs/export");
            Ask("GET", $"{path}/executions/{execution}/consolelog");
            Ask("GET", $"{path}/executions?limit=3");
            Ask("PATCH", $"{path}/schemas", new JsonObject { ["schemas"] = new JsonArray(new JsonObject { ["id"] = "t", ["user_output_name"] = $"n{i}" }) });
            var other = (string)Ask("POST", "/api/bulk/syncs", SandboxHttp.Settings($"Other {i}"))["data"]!["id"]!;
            Ask("GET", $"/api/bulk/syncs/{other}/schemas");
            Ask("DELETE", $"/api/bulk/syncs/{other}");
        }

        used.Add(GC.GetTotalMemory(forceFullCollection: true));
        // After a fifth of the requests, every list with a maximum length is full.
        Assert.True(used[^1] - used[1] < 4 * 1024 * 1024, $"It held {string.Join(", ", used.Select(bytes => bytes / 1024))} KiB.");
        GC.KeepAlive(_sandbox);
    }

    private JsonNode Ask(string method, string path, JsonObject? body = null)
    {
        var (key, parts) = (method == "GET" ? null : Guid.NewGuid().ToString("N"), path.Split('?'));
        string? Header(string name) => name switch { "Authorization" => "Bearer " + SandboxOptions.ApiKey, "Idempotency-Key" => key, _ => null };
        var answer = _sandbox.Answer(new SandboxRequest(method, parts[0], parts.Length > 1 ? "?" + parts[1] : "", Header, body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString())));
        Assert.True(answer.Status == 200, Encoding.UTF8.GetString(answer.Body));
        return JsonNode.Parse(answer.Body)!;
    }
}
