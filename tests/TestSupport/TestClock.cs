namespace TestSupport;

/// <summary>
/// A clock that tests move. Delays pass at once, and move it; time limits (the timers of a
/// CancellationTokenSource) only run out when <see cref="Advance"/> says so.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<Limit> _limits = [];
    private readonly HashSet<Limit> _held = [];
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _leapt;

    /// <summary>The delays that passed, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    /// <summary>Called when a delay is about to pass.</summary>
    public event Action? DelayPassing;

    /// <summary>Whether delays never pass, so that whoever waits can be caught waiting.</summary>
    public bool HoldsDelays { get; set; }

    /// <summary>How many delays are held that nobody has given up.</summary>
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

    /// <summary>How far the time of day is set with each delay, as by somebody who corrects a system's clock. No time passes by that.</summary>
    public TimeSpan LeapWithDelays { get; set; }

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

    /// <summary>Moves the clock as far as it takes for the time limits that are running to end.</summary>
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
