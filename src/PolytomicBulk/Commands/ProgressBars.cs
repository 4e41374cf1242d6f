namespace PolytomicBulk.Commands;

internal sealed class ProgressBars(Action<ProgressRecord> write)
{
    private readonly Dictionary<int, ProgressRecord> _shown = [];

    /// <summary>Progress of reading, unless the cmdlet shows its own progress.</summary>
    public ReadingProgress? Reading { get; set; }

    public void Show(ProgressRecord progress)
    {
        progress.StatusDescription = PlainText.Of(progress.StatusDescription);
        if (progress.RecordType == ProgressRecordType.Completed) _shown.Remove(progress.ActivityId);
        else _shown[progress.ActivityId] = progress;
        write(progress);
    }

    /// <summary>Shows the progress of reading if it is due.</summary>
    public void ShowReading()
    {
        if (Reading?.Next() is { } progress && _shown.Keys.All(id => id == progress.ActivityId)) Show(progress);
    }

    /// <summary>Completes all bars, so that none stays after a failure.</summary>
    public void Complete()
    {
        foreach (var bar in _shown.Values.ToArray())
        {
            Show(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription) { RecordType = ProgressRecordType.Completed });
        }
    }
}
