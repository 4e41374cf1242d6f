namespace PolytomicBulk;

/// <summary>The meaning of the statuses of executions.</summary>
public static class ExecutionStates
{
    private static readonly string[] Failures = ["failed", "errors", "interrupted"];
    private static readonly string[] Beginnings = ["created", "scheduled", "running", "exporting", "processing", "canceling"];
    private static readonly string[] Ends = [Completed, Canceled, .. Failures];

    /// <summary>The statuses of failed executions.</summary>
    public static IReadOnlyList<string> Failed => Failures;

    /// <summary>The status of a successful execution.</summary>
    internal const string Completed = "completed";

    /// <summary>The status of a canceled execution.</summary>
    internal const string Canceled = "canceled";

    /// <summary>Whether a status means that the execution has not ended.</summary>
    internal static bool GoesOn(string? status) => Array.IndexOf(Beginnings, status) >= 0;

    /// <summary>Whether an execution has ended. If its status is unknown, it has ended if it has an end time.</summary>
    internal static bool IsTerminal(string? status, DateTime? completedAt) =>
        Array.IndexOf(Ends, status) >= 0 || (completedAt is not null && status is { Length: > 0 } && !IsKnown(status));

    /// <summary>Whether this version knows a status.</summary>
    /// <param name="status">The status.</param>
    public static bool IsKnown(string? status) => Array.IndexOf(Ends, status) >= 0 || GoesOn(status);

    /// <summary>Whether a status means that the execution failed.</summary>
    internal static bool IsFailure(string? status) => Array.IndexOf(Failures, status) >= 0;

    /// <summary>The sum of counts, limited to the range of the type. Null if there are no counts.</summary>
    internal static long? Total(IEnumerable<long?>? counts) =>
        counts is null ? null : (long)Math.Max(long.MinValue, Math.Min(long.MaxValue, counts.Sum(count => (decimal)(count ?? 0))));

    /// <summary>
    /// Describes a status and counts, such as <c>completed, 1200 records, 2 warnings</c>. It omits null values, and warnings and errors if there are
    /// none.
    /// </summary>
    /// <param name="status">The status.</param>
    /// <param name="records">The number of records.</param>
    /// <param name="warnings">The number of warnings.</param>
    /// <param name="errors">The number of errors.</param>
    public static string Describe(string? status, long? records, long? warnings, long? errors) =>
        string.Join(
            ", ",
            new[] { status, Count(records, "record"), Few(warnings, "warning"), Few(errors, "error") }.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Few(long? count, string what) => count is null or 0 ? null : Count(count, what);

    private static string? Count(long? count, string what) =>
        count is null ? null : count.Value.ToString(CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");
}
