using System.Text;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

public sealed class SandboxIdempotencyTests
{
    private const string Settings =
        """{"name":"S","mode":"replicate","source_connection_id":"5f88ea52-5af3-57d3-bdf1-2f249dac4bdf","destination_connection_id":"df17031c-7e75-5a8c-84e0-086692c1ac52","destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"}}""";

    private readonly TestClock _clock = new();
    private readonly SandboxService _sandbox;

    public SandboxIdempotencyTests() => _sandbox = new(new SandboxOptions { Clock = _clock });

    [Fact]
    public void The_first_outcome_of_a_key_is_replayed()
    {
        var first = Send("POST", "first-key", Settings);
        Assert.Equal(200, first.Status);
        Assert.Equal(first, Send("POST", "first-key", Settings));
        Assert.NotEqual(first, Send("POST", "other-key", Settings));
    }

    [Fact]
    public void An_outcome_is_kept_for_a_day()
    {
        var first = Send("POST", "first-key", Settings);
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, Send("POST", "first-key", Settings));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, Send("POST", "first-key", Settings));
    }

    [Fact]
    public void An_error_is_replayed_too()
    {
        var first = Send("POST", "first-key", "{}");
        Assert.Equal(422, first.Status);
        Assert.Equal(first, Send("POST", "first-key", Settings));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space")]
    [InlineData("with-a-line\n")]
    public void An_invalid_key_is_refused(string key) => Assert.Equal(422, Send("POST", key, Settings).Status);

    [Theory]
    [InlineData("GET", "/api/bulk/syncs")]
    [InlineData("PUT", "/api/bulk/syncs/c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2")]
    [InlineData("PATCH", "/api/bulk/syncs/c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2/schemas")]
    [InlineData("DELETE", "/api/bulk/syncs/c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2")]
    public void A_key_is_accepted_with_every_method(string method, string path)
    {
        var first = Send(method, "first-key", method == "PATCH" ? "{}" : Settings, path);
        Assert.Equal(200, first.Status);
        Assert.Equal(first, Send(method, "first-key", Settings, path));
    }

    [Fact]
    public void Keys_of_different_callers_are_independent()
    {
        var first = Send("POST", "first-key", Settings);
        Assert.NotEqual(first, Send("POST", "first-key", Settings, authorization: "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"a5de0575-7578-5fed-b873-180f3fbbc2b2:{SandboxOptions.PartnerKey}"))));
    }

    [Fact]
    public void A_second_request_is_a_conflict_while_the_first_one_runs()
    {
        // The sandbox reads the clock while it answers the first request. The clock then sends the second request.
        (int Status, string Body)? second = null;
        SandboxService? sandbox = null;
        var clock = new InterruptingClock();
        sandbox = new(new SandboxOptions { Clock = clock });
        clock.Interrupt = () => second = Send("POST", "first-key", Settings, sandbox: sandbox);
        var first = Send("POST", "first-key", Settings, sandbox: sandbox);
        Assert.Equal((200, 409), (first.Status, second?.Status));
        Assert.Equal(first, Send("POST", "first-key", Settings, sandbox: sandbox));
    }

    private (int Status, string Body) Send(string method, string key, string body, string path = "/api/bulk/syncs", string? authorization = null, SandboxService? sandbox = null)
    {
        string? Header(string name) => name switch
        {
            "Authorization" => authorization ?? $"Bearer {SandboxOptions.ApiKey}",
            "Idempotency-Key" => key,
            _ => null,
        };
        var answer = (sandbox ?? _sandbox).Answer(new SandboxRequest(method, path, "", Header, Encoding.UTF8.GetBytes(body)));
        return (answer.Status, Encoding.UTF8.GetString(answer.Body));
    }

    private sealed class InterruptingClock : TimeProvider
    {
        public Action? Interrupt { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            var interrupt = Interrupt;
            Interrupt = null;
            interrupt?.Invoke();
            return base.GetUtcNow();
        }
    }
}
