namespace PolytomicBulk.Commands;

/// <summary>Progress of work whose end is known.</summary>
internal static class Counted
{
    /// <summary>How much is done, and how long the rest will take at the same speed. A host may keep the record, so each is a new one.</summary>
    public static ProgressRecord Progress(string activity, int done, int total, TimeSpan elapsed) =>
        new(0, activity, string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0}", done, total))
        {
            PercentComplete = 100 * done / Math.Max(1, total),
            SecondsRemaining = done == 0 ? -1 : (int)Math.Ceiling(elapsed.TotalSeconds / done * Math.Max(0, total - done)),
        };
}
