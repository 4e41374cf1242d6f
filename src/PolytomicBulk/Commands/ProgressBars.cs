namespace PolytomicBulk.Commands;

/// <summary>The progress bars of a cmdlet.</summary>
internal sealed class ProgressBars(Action<ProgressRecord> write)
{
    private readonly Dictionary<int, ProgressRecord> _shown = [];

    /// <summary>What is shown, from a second on, unless the cmdlet has a bar of its own.</summary>
    public ReadingProgress? Reading { get; set; }

    public void Show(ProgressRecord progress)
    {
        progress.StatusDescription = PlainText.Of(progress.StatusDescription);
        if (progress.RecordType == ProgressRecordType.Completed) _shown.Remove(progress.ActivityId);
        else _shown[progress.ActivityId] = progress;
        write(progress);
    }

    /// <summary>Shows what has come so far, after each answer.</summary>
    public void ShowReading()
    {
        if (Reading?.Next() is { } progress && _shown.Keys.All(id => id == progress.ActivityId)) Show(progress);
    }

    /// <summary>Ends those that are left: a bar of something that failed must not stay while the rest of the pipeline works.</summary>
    public void Complete()
    {
        foreach (var bar in _shown.Values.ToArray())
        {
            Show(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription) { RecordType = ProgressRecordType.Completed });
        }
    }
}
