namespace TestSupport;

/// <summary>
/// A clock that tests control. Delays end at once and advance the clock. Time limits (the timers of a CancellationTokenSource) expire only through <see
/// cref="Advance"/>.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Limit> _limits = [];
    private readonly HashSet<Limit> _held = [];
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _leapt;

    /// <summary>The delays that have ended, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    /// <summary>Occurs before a delay ends.</summary>
    public event Action? DelayPassing;

    /// <summary>Whether delays never end, so that a test can see what waits.</summary>
    public bool HoldsDelays { get; set; }

    /// <summary>The number of held delays that are not canceled.</summary>
    public int Held
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now + _leapt;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return _now.UtcTicks;
    }

    /// <summary>How far each delay changes the time of day, as if somebody set the system clock. The elapsed time does not change.</summary>
    public TimeSpan LeapWithDelays { get; set; }

    /// <summary>Advances the clock, and ends the time limits that have expired.</summary>
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

    /// <summary>Advances the clock until all running time limits have expired.</summary>
    public void EndLimits()
    {
        TimeSpan left;
        lock (_gate)
        {
            if (_limits.Count == 0) return;
            left = _limits.Max(limit => limit.Due) - _now;
        }

        Advance(left);
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

            if (HoldsDelays)
            {
                _held.Add(limit);
                return;
            }

            _now = limit.Due;
            _leapt += LeapWithDelays;
            Delays.Add(dueTime);
        }

        DelayPassing?.Invoke();
        ThreadPool.QueueUserWorkItem(_ => limit.End());
    }

    private void Stop(Limit limit)
    {
        lock (_gate)
        {
            _limits.Remove(limit);
            _held.Remove(limit);
        }
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
