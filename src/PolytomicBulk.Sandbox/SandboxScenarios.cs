using PolytomicBulk.Http;
using PolytomicBulk.Vocabulary;

namespace PolytomicBulk.Sandbox;

/// <summary>A sandbox with simulated failures. They depend on its clock, and on random values that are the same for the same seed.</summary>
public sealed class SandboxScenarios
{
    private const int MostRequests = 10;

    private static readonly TimeSpan OutageEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LimitedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeyLasts = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadsLag = TimeSpan.FromSeconds(3);

    private readonly object _gate = new();
    private readonly SandboxScenario _played;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly Func<SandboxRequest, SandboxAnswer> _answer;
    private readonly Random _delays;
    private readonly Random _losses;
    private (long Window, int Requests) _limit;

    /// <summary>Starts the sandbox.</summary>
    /// <param name="options">The options, including the simulated failures.</param>
    public SandboxScenarios(SandboxOptions options)
    {
        _played = options.Scenarios;
        Seed = options.Seed ?? Guid.NewGuid().GetHashCode() & int.MaxValue;
        (_clock, _began) = (options.Clock, options.Clock.GetTimestamp());
        // Each scenario has its own random numbers, so that one does not change the other.
        (_delays, _losses) = (new Random(Seed), new Random(~Seed));
        if (_played != SandboxScenario.None) options = options with { Seed = Seed };
        _answer = Plays(SandboxScenario.Stale) ? new SandboxReplica(options, ReadsLag).Answer : new SandboxService(options).Answer;
    }

    /// <summary>The scenarios and their meanings.</summary>
    public static IReadOnlyList<KnownValue> Known { get; } =
    [
        new(nameof(SandboxScenario.Outage), "Once a minute, all requests fail with 503 for 5 to 10 seconds, first 5 to 15 seconds after the start."),
        new(nameof(SandboxScenario.RateLimit), "More than 10 requests within 10 seconds fail with 429. Retry-After contains the seconds to wait."),
        new(nameof(SandboxScenario.Slow), "Every answer takes 1 to 4 seconds."),
        new(nameof(SandboxScenario.Flaky), "5 % of the answers are lost after the service has processed the request."),
        new(nameof(SandboxScenario.Failing), "All executions fail."),
        new(nameof(SandboxScenario.Expired), "The key expires 30 seconds after the start. All later requests fail with 401."),
        new(nameof(SandboxScenario.Stale), "Reads return the state of 3 seconds ago. A read directly after a write does not show the change."),
    ];

    /// <summary>The seed of the random values: the specified one, or a generated one.</summary>
    public int Seed { get; }

    /// <summary>Converts the names of scenarios.</summary>
    /// <param name="names">The names, in any case. One string can contain several names with commas, because other shells pass a list as one string.</param>
    /// <exception cref="ArgumentException">There is no scenario with one of the names.</exception>
    public static SandboxScenario Parse(IEnumerable<string> names) =>
        names.SelectMany(text => text.Split(',')).Select(name => name.Trim()).Aggregate(SandboxScenario.None, (all, name) =>
            Known.Any(known => string.Equals(known.Text, name, StringComparison.OrdinalIgnoreCase))
                && Enum.TryParse<SandboxScenario>(name, ignoreCase: true, out var scenario)
                ? all | scenario
                : throw new ArgumentException($"There is no scenario '{name}'. The scenarios are {string.Join(", ", Known.Select(known => known.Text))}."));

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Cancels the wait for a slow answer. The request is processed in any case.</param>
    /// <exception cref="IOException">The answer was lost.</exception>
    public async Task<SandboxAnswer> AnswerAsync(SandboxRequest request, CancellationToken cancel)
    {
        var answer = Refuse(request) ?? _answer(request);
        if (Plays(SandboxScenario.Slow)) await _clock.DelayAsync(TimeSpan.FromSeconds(1 + (3 * Draw(_delays))), cancel).ConfigureAwait(false);
        if (Plays(SandboxScenario.Flaky) && Draw(_losses) < 0.05) throw new IOException("The answer was lost on the way.");
        return answer;
    }

    private bool Plays(SandboxScenario scenario) => _played.HasFlag(scenario);

    private double Draw(Random random)
    {
        lock (_gate) return random.NextDouble();
    }

    /// <summary>The answer of a service that does not process the request, or null if the service processes it.</summary>
    private SandboxAnswer? Refuse(SandboxRequest request)
    {
        var elapsed = _clock.GetElapsedTime(_began);
        if (Plays(SandboxScenario.Outage) && OutageLeft(elapsed) is { } left) return Away(left);
        // The storage host has no rate limit and no keys.
        if (SandboxStorage.IsFor(request)) return null;
        if (Plays(SandboxScenario.RateLimit) && IsTooMany(elapsed, out var wait)) return Error(429, "rate_limited", "too many requests", wait);
        if (Plays(SandboxScenario.Expired) && elapsed >= KeyLasts) return Error(401, "unauthorized", "the key has expired");
        return null;
    }

    /// <summary>The remaining time of the outage, or null if there is none.</summary>
    private TimeSpan? OutageLeft(TimeSpan elapsed)
    {
        var minute = elapsed.Ticks / OutageEvery.Ticks;
        var random = new Random(unchecked(Seed + ((int)minute * 7919)));
        var from = TimeSpan.FromTicks(minute * OutageEvery.Ticks) + TimeSpan.FromSeconds(5 + (10 * random.NextDouble()));
        var to = from + TimeSpan.FromSeconds(5 + (5 * random.NextDouble()));
        return elapsed >= from && elapsed < to ? to - elapsed : null;
    }

    private bool IsTooMany(TimeSpan elapsed, out TimeSpan wait)
    {
        wait = LimitedFor - TimeSpan.FromTicks(elapsed.Ticks % LimitedFor.Ticks);
        lock (_gate)
        {
            var window = elapsed.Ticks / LimitedFor.Ticks;
            _limit = (window, window == _limit.Window ? _limit.Requests + 1 : 1);
            return _limit.Requests > MostRequests;
        }
    }

    /// <summary>The answer of a proxy while the service is unavailable.</summary>
    private static SandboxAnswer Away(TimeSpan left) => new(
        503,
        Encoding.UTF8.GetBytes("<html><head><title>503 Service Temporarily Unavailable</title></head></html>"),
        new Dictionary<string, string> { ["Content-Type"] = "text/html", ["Retry-After"] = Seconds(left) });

    private static SandboxAnswer Error(int status, string key, string message, TimeSpan? retryAfter = null)
    {
        var (_, body) = new SandboxError(status, key, message).ToAnswer(status);
        return new(status, SandboxAnswer.ToBytes(body), retryAfter is { } wait ? new Dictionary<string, string> { ["Retry-After"] = Seconds(wait) } : []);
    }

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
