namespace PolytomicBulk;

/// <summary>Calculates durations. Local times cannot be subtracted, because a clock change between them would count.</summary>
internal static class Elapsed
{
    /// <summary>The time between two instants. Null if one is unknown.</summary>
    public static TimeSpan? Between(DateTime? start, DateTime? end) => end?.ToUniversalTime() - start?.ToUniversalTime();

    /// <summary>A duration in whole seconds.</summary>
    public static long? Seconds(TimeSpan? time) => time is { } known ? (long)Math.Round(known.TotalSeconds) : null;
}
