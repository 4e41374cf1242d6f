using System.Text;
using PolytomicBulk.Sandbox;
using TestSupport;
using Xunit;

namespace Client.Tests;

public sealed class SandboxIdempotencyTests
{
    private const string Settings =
        """{"name":"S","mode":"replicate","source_connection_id":"a","destination_connection_id":"b","destination_configuration":{},"default_schedule":{"frequency":"manual"}}""";

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
    [InlineData("POST", "short")]
    [InlineData("POST", "with a space")]
    [InlineData("GET", "first-key")]
    [InlineData("DELETE", "first-key")]
    public void A_key_that_is_none_or_does_not_belong_is_refused(string method, string key) => Assert.Equal(400, Send(method, key, Settings).Status);

    private (int Status, string Body) Send(string method, string key, string body)
    {
        string? Header(string name) => name switch
        {
            "Authorization" => $"Bearer {SandboxOptions.ApiKey}",
            "Idempotency-Key" => key,
            _ => null,
        };
        var path = method == "DELETE" ? "/api/bulk/syncs/c7d8ef0d-56e9-5852-aa21-9fcdbefd62a2" : "/api/bulk/syncs";
        var answer = _sandbox.Answer(new SandboxRequest(method, path, "", Header, Encoding.UTF8.GetBytes(body)));
        return (answer.Status, Encoding.UTF8.GetString(answer.Body));
    }
}
