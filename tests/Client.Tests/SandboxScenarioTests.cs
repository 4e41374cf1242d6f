using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

/// <summary>The simulated failures, as clients see them.</summary>
public sealed partial class SandboxScenarioTests
{
    private const string Me = "/api/me";

    private readonly TestClock _clock = new();

    [Fact]
    public void Without_a_scenario_nothing_fails()
    {
        using var sandbox = Open(SandboxScenario.None);
        for (var second = 0; second < 200; second++)
        {
            Assert.Equal(200, Ask(sandbox, Me).Status);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_clock.Delays);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_minute_has_an_outage_of_some_seconds(int seed)
    {
        using var sandbox = Open(SandboxScenario.Outage, seed);
        var away = new List<(int Tenth, int RetryAfter)>();
        for (var tenth = 0; tenth < 3000; tenth++)
        {
            var answer = Ask(sandbox, Me);
            if (answer.Status == 503) away.Add((tenth, int.Parse(answer.RetryAfter!, CultureInfo.InvariantCulture)));
            else Assert.Equal(200, answer.Status);
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        var outages = away.GroupBy(look => look.Tenth / 600).ToList();
        Assert.Equal(5, outages.Count);
        foreach (var outage in outages)
        {
            var (first, last) = (outage.First(), outage.Last());
            Assert.InRange(first.Tenth % 600, 50, 150);
            Assert.InRange(outage.Count(), 50, 100);
            Assert.Equal(outage.Count(), last.Tenth - first.Tenth + 1);
            Assert.All(outage, look => Assert.InRange((look.RetryAfter * 10) - (last.Tenth + 1 - look.Tenth), -1, 10));
        }

        Assert.Equal(5, outages.Select(outage => (outage.First().Tenth % 600, outage.Count())).Distinct().Count());
    }

    [Fact]
    public async Task A_client_waits_for_the_end_of_an_outage()
    {
        using var client = new PolytomicClient(Options(SandboxScenario.Outage, 1), ApiKey());
        var outages = 0;
        for (var second = 0; second < 60; second++)
        {
            var waits = _clock.Delays.Count;
            Assert.NotNull(await client.Identity.GetAsync(TestContext.Current.CancellationToken));
            outages += _clock.Delays.Count - waits;
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, outages);
        Assert.InRange(_clock.Delays.Single().TotalSeconds, 5, 10);
    }

    [Fact]
    public async Task A_client_without_retries_sees_the_outage()
    {
        using var client = new PolytomicClient(Options(SandboxScenario.Outage, 1, maxRetry: 0), ApiKey());
        var failure = await Assert.ThrowsAsync<PolytomicApiException>(async () =>
        {
            for (var second = 0; second < 60; second++)
            {
                await client.Identity.GetAsync(TestContext.Current.CancellationToken);
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        });
        Assert.Equal((PolytomicFailure.ServerError, HttpStatusCode.ServiceUnavailable), (failure.Failure, failure.StatusCode));
    }

    [Fact]
    public void Requests_beyond_the_limit_get_the_seconds_to_wait()
    {
        using var sandbox = Open(SandboxScenario.RateLimit);
        for (var window = 0; window < 3; window++)
        {
            for (var number = 0; number < 10; number++) Assert.Equal((200, null), Status(Ask(sandbox, Me)));
            Assert.Equal((429, "10"), Status(Ask(sandbox, Me)));
            _clock.Advance(TimeSpan.FromSeconds(9.5));
            Assert.Equal((429, "1"), Status(Ask(sandbox, Me)));
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }
    }

    [Fact]
    public async Task A_client_waits_for_the_limit()
    {
        using var client = new PolytomicClient(Options(SandboxScenario.RateLimit), ApiKey());
        for (var number = 0; number < 25; number++) Assert.NotNull(await client.Identity.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)], _clock.Delays);
    }

    [Fact]
    public void Each_answer_takes_some_seconds()
    {
        using var sandbox = Open(SandboxScenario.Slow, 1);
        for (var number = 0; number < 100; number++) Assert.Equal(200, Ask(sandbox, Me).Status);
        Assert.Equal(100, _clock.Delays.Count);
        Assert.All(_clock.Delays, delay => Assert.InRange(delay.TotalSeconds, 1, 4));
        Assert.InRange(_clock.Delays.Max() - _clock.Delays.Min(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_request_whose_slow_answer_is_canceled_is_still_processed()
    {
        using var sandbox = Open(SandboxScenario.Slow);
        _clock.HoldsDelays = true;
        using var cancel = new CancellationTokenSource();
        var pending = sandbox.SendAsync(Request("POST", "/api/bulk/syncs", SandboxHttp.Settings("Made").ToJsonString()), cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => _clock.Held == 1, TimeSpan.FromSeconds(30)));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        _clock.HoldsDelays = false;
        Assert.Contains("\"Made\"", Ask(sandbox, "/api/bulk/syncs").Text);
    }

    [Fact]
    public void One_answer_in_twenty_is_lost()
    {
        using var sandbox = Open(SandboxScenario.Flaky, 1);
        var lost = Enumerable.Range(0, 2000).Count(_ => Ask(sandbox, Me).Status == 0);
        Assert.InRange(lost, 60, 140);
    }

    [Fact]
    public void A_request_with_a_lost_answer_is_processed_once_and_its_answer_is_repeated_for_its_key()
    {
        using var sandbox = Open(SandboxScenario.Flaky, 1);
        var names = new List<string>();
        for (var number = 0; number < 200; number++)
        {
            // No answer is lost five times in a row.
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var answer = Ask(sandbox, "/api/bulk/syncs", "POST", SandboxHttp.Settings($"Made {number}").ToJsonString(), $"first-key-{number}");
                if (answer.Status == 0) names.Add($"Made {number}");
                else break;
            }
        }

        Assert.NotEmpty(names);
        var all = new List<string>();
        for (var token = ""; token is not null;)
        {
            var page = Ask(sandbox, $"/api/bulk/syncs?limit=50{token}");
            if (page.Status == 0) continue;
            var json = JsonNode.Parse(page.Text)!;
            all.AddRange(json["data"]!.AsArray().Select(sync => (string)sync!["name"]!));
            token = (string?)json["pagination"]?["next_page_token"] is { Length: > 0 } next ? $"&page_token={Uri.EscapeDataString(next)}" : null;
        }

        Assert.Equal(200, all.Count(name => name.StartsWith("Made ", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.Single(all, name));
    }

    [Fact]
    public void Every_execution_that_is_started_fails_for_a_reason()
    {
        using var sandbox = Open(SandboxScenario.Failing, 1);
        var sync = FirstSync(sandbox);
        var id = (string)JsonNode.Parse(Ask(sandbox, $"{sync}/executions", "POST", "{}").Text)!["data"]!["id"]!;
        Assert.NotEqual("failed", State(sandbox, sync, id).Status);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var (status, message, tables) = State(sandbox, sync, id);
        Assert.Equal("failed", status);
        var unlucky = Assert.Single(tables, table => (string)table!["status"]! == "failed")!;
        Assert.Equal($"{(string)unlucky["schema"]!}: {(string)unlucky["status_message"]!}", message);
        Assert.All(tables.Where(table => table != unlucky), table => Assert.Equal("completed", (string)table!["status"]!));
    }

    [Fact]
    public void The_key_expires()
    {
        using var sandbox = Open(SandboxScenario.Expired);
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(200, Ask(sandbox, Me).Status);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var answer = Ask(sandbox, Me);
        Assert.Equal(401, answer.Status);
        Assert.Null(Contract.Fault("ApiError", answer.Text));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, Ask(sandbox, Me).Status);
    }

    [Fact]
    public void Reads_show_a_write_some_seconds_later()
    {
        using var sandbox = Open(SandboxScenario.Stale, 1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var sync = FirstSync(sandbox);
        var before = Ask(sandbox, sync).Text;
        Assert.Equal(200, Ask(sandbox, $"{sync}/activate", "POST", """{"active":false}""").Status);
        var made = Ask(sandbox, "/api/bulk/syncs", "POST", SandboxHttp.Settings("Made").ToJsonString()).Text;
        var path = $"/api/bulk/syncs/{(string)JsonNode.Parse(made)!["data"]!["id"]!}";
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(before, Ask(sandbox, sync).Text);
        Assert.Equal(404, Ask(sandbox, path).Status);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Contains("\"active\":false", Ask(sandbox, sync).Text);
        // The object is the same as in the first answer, including ids and times.
        Assert.Equal(made, Ask(sandbox, path).Text);
    }

    [Fact]
    public void Executions_lag_as_well()
    {
        using var sandbox = Open(SandboxScenario.Stale, 1);
        var sync = FirstSync(sandbox);
        var id = (string)JsonNode.Parse(Ask(sandbox, $"{sync}/executions", "POST", "{}").Text)!["data"]!["id"]!;
        _clock.Advance(TimeSpan.FromSeconds(42.9));
        Assert.NotEqual("completed", State(sandbox, sync, id).Status);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("completed", State(sandbox, sync, id).Status);
    }

    [Theory]
    [InlineData(SandboxScenario.Outage | SandboxScenario.Flaky | SandboxScenario.Failing)]
    [InlineData(SandboxScenario.RateLimit | SandboxScenario.Slow | SandboxScenario.Expired)]
    [InlineData(SandboxScenario.Stale | SandboxScenario.Flaky | SandboxScenario.Outage)]
    [InlineData((SandboxScenario)127)]
    public void The_same_seed_gives_the_same_answers(SandboxScenario scenarios)
    {
        var first = Play(scenarios, 7);
        Assert.Equal(first, Play(scenarios, 7));
        Assert.NotEqual(first, Play(scenarios, 8));
    }

    [Fact]
    public void A_seed_is_generated_if_none_is_specified()
    {
        var (first, second) = (new SandboxScenarios(new SandboxOptions()).Seed, new SandboxScenarios(new SandboxOptions()).Seed);
        Assert.NotEqual(first, second);
        Assert.Equal(5, new SandboxScenarios(new SandboxOptions { Seed = 5 }).Seed);
    }

    [Fact]
    public void Scenarios_are_combined()
    {
        var together = SandboxScenario.Outage | SandboxScenario.RateLimit | SandboxScenario.Slow | SandboxScenario.Flaky | SandboxScenario.Expired;
        using var sandbox = Open(together, 1);
        var statuses = new HashSet<int>();
        for (var number = 0; number < 400; number++)
        {
            statuses.Add(Ask(sandbox, Me).Status);
            // The slow answers advance the clock, so the requests stay below the rate limit.
            if (number % 20 == 0) _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 200, 401, 503], statuses.Order());
        Assert.Equal(400, _clock.Delays.Count);
    }

    [Fact]
    public void Names_of_scenarios_are_read_in_any_case_and_from_one_string()
    {
        Assert.Equal(SandboxScenario.Flaky | SandboxScenario.Outage, SandboxScenarios.Parse(["flaky", "OUTAGE"]));
        Assert.Equal(SandboxScenario.Flaky | SandboxScenario.Outage, SandboxScenarios.Parse(["Flaky, Outage"]));
        foreach (var wrong in new[] { "Flakey", "1", "", "None" })
        {
            var fault = Assert.Throws<ArgumentException>(() => SandboxScenarios.Parse(["Slow", wrong]));
            Facts.Hold(fault.Message, [$"'{wrong}'", .. SandboxScenarios.Known.Select(known => known.Text)]);
        }
    }

    [Fact]
    public void Every_scenario_is_known_by_its_name() =>
        Assert.Equal(Enum.GetNames<SandboxScenario>().Where(name => name != nameof(SandboxScenario.None)), SandboxScenarios.Known.Select(known => known.Text));
}
