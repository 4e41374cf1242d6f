namespace PolytomicBulk.Commands;

/// <summary>Progress of work whose end is known.</summary>
internal static class Counted
{
    /// <summary>Says how much is done, and how long the rest will take at the same speed.</summary>
    /// <param name="progress">The bar.</param>
    /// <param name="done">How many are done.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="elapsed">How long it has taken.</param>
    public static void Show(ProgressRecord progress, int done, int total, TimeSpan elapsed)
    {
        progress.StatusDescription = string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0}", done, total);
        progress.PercentComplete = 100 * done / Math.Max(1, total);
        progress.SecondsRemaining = done == 0 ? -1 : (int)Math.Ceiling(elapsed.TotalSeconds / done * Math.Max(0, total - done));
    }
}
