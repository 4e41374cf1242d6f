namespace PolytomicBulk.Sandbox;

/// <summary>Times in the format of the service.</summary>
internal static class SandboxTime
{
    /// <summary>A time in UTC with up to nine decimal places, without trailing zeros.</summary>
    public static string Text(DateTimeOffset time) => Text(time.UtcDateTime);

    /// <inheritdoc cref="Text(DateTimeOffset)"/>
    public static string Text(DateTime time)
    {
        // The service has nanoseconds, and this clock has units of 100 ns. The last digits are derived from the others.
        var fraction = time.Ticks % TimeSpan.TicksPerSecond;
        var digits = fraction == 0 ? "" : "." + ((fraction * 100) + (fraction % 97)).ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + digits + "Z";
    }
}
