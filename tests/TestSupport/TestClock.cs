namespace TestSupport;

/// <summary>
/// A clock that tests move. Delays pass at once, and move it; time limits (the timers of a
/// CancellationTokenSource) only run out when <see cref="Advance"/> says so.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Limit> _limits = [];
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The delays that passed, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock, and ends the time limits that are then over.</summary>
    public void Advance(TimeSpan time)
    {
        Limit[] over;
        lock (_gate)
        {
            _now += time;
            over = [.. _limits.Where(limit => limit.Due <= _now)];
            foreach (var limit in over) _limits.Remove(limit);
        }

        foreach (var limit in over) limit.End();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var limit = new Limit(this, callback, state);
        limit.Change(dueTime, period);
        return limit;
    }

    private void Start(Limit limit, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _limits.Remove(limit);
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            limit.Due = _now + dueTime;
            if (limit.IsTimeLimit)
            {
                _limits.Add(limit);
                return;
            }

            _now = limit.Due;
            Delays.Add(dueTime);
        }

        ThreadPool.QueueUserWorkItem(_ => limit.End());
    }

    private void Stop(Limit limit)
    {
        lock (_gate) _limits.Remove(limit);
    }

    private sealed class Limit(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public bool IsTimeLimit => state is CancellationTokenSource;

        public void End() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Start(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Stop(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
