namespace PolytomicBulk.Commands;

/// <summary>How much a command has read and written, for who has waited longer than a second.</summary>
internal sealed class ReadingProgress(TimeProvider clock, string command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Beyond the numbers that commands give to bars of their own.</summary>
    private const int ActivityId = 1_000_000;

    private readonly long _began = clock.GetTimestamp();
    private long _written;
    private long _answers;

    /// <summary>Counts an object.</summary>
    public void Wrote() => _written++;

    /// <summary>Counts an answer, and gives what to show; null while it is too early.</summary>
    public ProgressRecord? Next()
    {
        _answers++;
        if (clock.GetElapsedTime(_began) < Patience) return null;
        return new ProgressRecord(ActivityId, command, string.Format(CultureInfo.CurrentCulture, "{0:N0} so far, {1:N0} requests", _written, _answers));
    }
}
