namespace PolytomicBulk.Commands;

/// <summary>The changes that are under way when a pipeline ends early.</summary>
internal static class UnfinishedChanges
{
    /// <summary>Canceled changes usually end at once.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Waits until canceled changes have ended. Returns a warning that names them; nothing if there are none.</summary>
    public static IReadOnlyList<string> End(IReadOnlyList<(object Item, Task Work)> changes, PipelinePump pump, Func<object, string> inWords)
    {
        if (changes.Count == 0 || pump.IsRunning) return [];
        pump.Run(() => Task.WhenAny(Task.WhenAll(changes.Select(change => change.Work)), Task.Delay(Longest)));
        var items = string.Join(", ", changes.Select(change => inWords(change.Item)).Distinct());
        return [$"The pipeline ended before all changes were finished. These may have been changed: {items}."];
    }
}
