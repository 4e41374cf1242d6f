namespace PolytomicBulk.Sandbox;

/// <summary>Two copies of a sandbox. The second one answers reads, and receives each write some seconds later.</summary>
internal sealed class SandboxReplica
{
    /// <summary>The headers that affect an answer. They are copied, because the original request no longer exists when it is processed again.</summary>
    private static readonly string[] Headers = ["Authorization", "Host", "Idempotency-Key", "X-Polytomic-Version"];

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _lag;
    private readonly DateTimeOffset _start;
    private readonly Queue<(DateTimeOffset At, SandboxRequest Request)> _writes = new();
    private readonly SandboxService _first;
    private readonly SandboxService _second;
    private readonly StoppedClock _firstClock;
    private readonly StoppedClock _secondClock;

    public SandboxReplica(SandboxOptions options, TimeSpan lag)
    {
        (_clock, _lag, _start) = (options.Clock, lag, options.Clock.GetUtcNow());
        (_firstClock, _secondClock) = (new() { Now = _start }, new() { Now = _start });
        _first = new(options with { Clock = _firstClock });
        _second = new(options with { Clock = _secondClock });
    }

    public SandboxAnswer Answer(SandboxRequest request)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            var seen = now - _lag > _start ? now - _lag : _start;
            while (_writes.Count > 0 && _writes.Peek().At <= seen)
            {
                var write = _writes.Dequeue();
                _secondClock.Now = write.At;
                _second.Answer(write.Request);
            }

            if (request.Method == "GET")
            {
                _secondClock.Now = seen;
                return _second.Answer(request);
            }

            var headers = Headers.ToDictionary(name => name, request.Header);
            _writes.Enqueue((now, request with { Header = name => headers.TryGetValue(name, out var value) ? value : null }));
            _firstClock.Now = now;
            return _first.Answer(request);
        }
    }

    /// <summary>A clock that stands still during a request, so that both copies process a write at the same time.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
