namespace PolytomicBulk.Commands;

/// <summary>Progress of a command that reads for longer than a second.</summary>
internal sealed class ReadingProgress(TimeProvider clock, string command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Larger than the ids of other progress bars.</summary>
    private const int ActivityId = 1_000_000;

    private readonly long _began = clock.GetTimestamp();
    private long _written;
    private long _answers;
    private long? _last;

    public void Wrote() => _written++;

    /// <summary>Counts an answer. Returns the progress. Null in the first second, and directly after other progress.</summary>
    public ProgressRecord? Next()
    {
        _answers++;
        if (clock.GetElapsedTime(_began) < Patience || (_last is { } last && clock.GetElapsedTime(last) < Interval)) return null;
        _last = clock.GetTimestamp();
        return new ProgressRecord(ActivityId, command, string.Format(CultureInfo.CurrentCulture, "{0:N0} so far, {1:N0} requests", _written, _answers));
    }
}
