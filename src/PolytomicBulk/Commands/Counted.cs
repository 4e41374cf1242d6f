namespace PolytomicBulk.Commands;

/// <summary>Progress of work with a known number of items.</summary>
internal static class Counted
{
    /// <summary>A progress record with the remaining time. It is a new one each time, because a host may keep it.</summary>
    public static ProgressRecord Progress(string activity, int done, int total, TimeSpan elapsed) =>
        new(0, activity, string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0}", done, total))
        {
            PercentComplete = 100 * done / Math.Max(1, total),
            SecondsRemaining = done == 0 ? -1 : (int)Math.Ceiling(elapsed.TotalSeconds / done * Math.Max(0, total - done)),
        };
}
