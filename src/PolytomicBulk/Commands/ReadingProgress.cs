namespace PolytomicBulk.Commands;

/// <summary>Progress of a command that reads for longer than a second.</summary>
internal sealed class ReadingProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Larger than the ids of other progress bars.</summary>
    private const int ActivityId = 1_000_000;

    private readonly TimeProvider _clock;
    private readonly string _command;
    private long _due;
    private long _written;
    private long _answers;

    public ReadingProgress(TimeProvider clock, string command)
    {
        (_clock, _command) = (clock, command);
        _due = After(Patience);
    }

    private bool IsDue => _clock.GetTimestamp() >= Volatile.Read(ref _due);

    /// <summary>Counts an answer, on any thread. Returns whether progress is due: not in the first second, and not directly after other progress.</summary>
    public bool CountAnswer()
    {
        Interlocked.Increment(ref _answers);
        return IsDue;
    }

    /// <summary>Counts an object that was written. Returns whether progress is due.</summary>
    public bool CountOutput()
    {
        _written++;
        return IsDue;
    }

    /// <summary>The progress; null if none is due.</summary>
    public ProgressRecord? Next()
    {
        if (!IsDue) return null;
        Volatile.Write(ref _due, After(Interval));
        var status = string.Format(CultureInfo.CurrentCulture, "{0:N0} so far, {1:N0} requests", _written, Interlocked.Read(ref _answers));
        return new ProgressRecord(ActivityId, _command, status);
    }

    private long After(TimeSpan time) => _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
