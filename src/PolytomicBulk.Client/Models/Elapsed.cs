namespace PolytomicBulk;

/// <summary>How long something took. Local times cannot be subtracted: clocks that are set back or forward between them would count.</summary>
internal static class Elapsed
{
    /// <summary>The time between two instants; null where one is not known.</summary>
    public static TimeSpan? Between(DateTime? start, DateTime? end) => end?.ToUniversalTime() - start?.ToUniversalTime();

    /// <summary>The same in whole seconds.</summary>
    public static long? Seconds(TimeSpan? time) => time is { } known ? (long)Math.Round(known.TotalSeconds) : null;
}
