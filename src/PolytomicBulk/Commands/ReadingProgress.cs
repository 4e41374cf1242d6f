namespace PolytomicBulk.Commands;

/// <summary>Progress of a command that reads for longer than a second.</summary>
internal sealed class ReadingProgress(TimeProvider clock, string command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Larger than the ids of other progress bars.</summary>
    private const int ActivityId = 1_000_000;

    private readonly long _began = clock.GetTimestamp();
    private long _written;
    private long _answers;

    public void Wrote() => _written++;

    /// <summary>Counts an answer. Returns the progress; null in the first second.</summary>
    public ProgressRecord? Next()
    {
        _answers++;
        if (clock.GetElapsedTime(_began) < Patience) return null;
        return new ProgressRecord(ActivityId, command, string.Format(CultureInfo.CurrentCulture, "{0:N0} so far, {1:N0} requests", _written, _answers));
    }
}
