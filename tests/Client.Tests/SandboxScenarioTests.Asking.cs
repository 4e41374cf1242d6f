using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Sandbox;
using TestSupport;

namespace Client.Tests;

/// <summary>Methods that open a sandbox and send requests to it.</summary>
public sealed partial class SandboxScenarioTests
{
    private static (int, string?) Status((int Status, string? RetryAfter, string Text) answer) => (answer.Status, answer.RetryAfter);

    private static PolytomicCredential ApiKey() => PolytomicCredential.ApiKey(new NetworkCredential("", SandboxOptions.ApiKey).SecurePassword);

    private static HttpRequestMessage Request(string method, string path, string? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Authorization", "Bearer " + SandboxOptions.ApiKey);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>The status of the answer, or 0 if the answer was lost.</summary>
    private static (int Status, string? RetryAfter, string Text) Ask(
        HttpClient sandbox, string path, string method = "GET", string? body = null, string? key = null)
    {
        try
        {
            using var request = Request(method, path, body, key);
            using var answer = sandbox.SendAsync(request).GetAwaiter().GetResult();
            using var reader = new StreamReader(answer.Content.ReadAsStream());
            return ((int)answer.StatusCode, answer.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null, reader.ReadToEnd());
        }
        catch (IOException)
        {
            return (0, null, "");
        }
    }

    private static string FirstSync(HttpClient sandbox) =>
        "/api/bulk/syncs/" + (string)JsonNode.Parse(Ask(sandbox, "/api/bulk/syncs?active=true").Text)!["data"]![0]!["id"]!;

    private static (string Status, string Message, JsonArray Tables) State(HttpClient sandbox, string sync, string id)
    {
        var execution = JsonNode.Parse(Ask(sandbox, $"{sync}/executions/{id}").Text)!["data"]!;
        return ((string)execution["status"]!, (string)execution["status_message"]!, execution["schemas"]!.AsArray());
    }

    private static List<(int Status, string? RetryAfter, string Text)> Play(SandboxScenario scenarios, int seed)
    {
        var clock = new TestClock();
        using var sandbox = Open(scenarios, seed, clock);
        var answers = new List<(int, string?, string)>();
        for (var number = 0; number < 60; number++)
        {
            answers.Add(Ask(sandbox, "/api/bulk/syncs"));
            var settings = SandboxHttp.Settings($"Made {number}").ToJsonString();
            if (number % 5 == 0) answers.Add(Ask(sandbox, "/api/bulk/syncs", "POST", settings, $"first-key-{number}"));
            clock.Advance(TimeSpan.FromSeconds(0.7));
        }

        return answers;
    }

    private static SandboxHandler Handler(SandboxScenario scenarios, int? seed, TestClock clock) =>
        new(new SandboxScenarios(new SandboxOptions { Clock = clock, Scenarios = scenarios, Seed = seed }));

    private static HttpClient Open(SandboxScenario scenarios, int? seed, TestClock clock) =>
        new(Handler(scenarios, seed, clock)) { BaseAddress = new Uri("https://sandbox.invalid/") };

    private HttpClient Open(SandboxScenario scenarios, int? seed = null) => Open(scenarios, seed, _clock);

    private PolytomicClientOptions Options(SandboxScenario scenarios, int? seed = null, int maxRetry = 4) => new()
    {
        BaseUri = new Uri("https://sandbox.invalid/"),
        Clock = _clock,
        MaxRetry = maxRetry,
        Handler = Handler(scenarios, seed, _clock),
    };
}
