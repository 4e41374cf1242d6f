namespace PolytomicBulk;

/// <summary>What the states of executions mean.</summary>
public static class ExecutionStates
{
    private static readonly string[] Failures = ["failed", "errors", "interrupted"];
    private static readonly string[] Beginnings = ["created", "scheduled", "running", "exporting", "processing", "canceling"];
    private static readonly string[] Ends = [Completed, Canceled, .. Failures];

    /// <summary>The states of an execution that ended without having done all it should.</summary>
    public static IReadOnlyList<string> Failed => Failures;

    /// <summary>The state of an execution that did all it should.</summary>
    internal const string Completed = "completed";

    /// <summary>The state of an execution that somebody ended.</summary>
    internal const string Canceled = "canceled";

    /// <summary>Whether something comes after a state for certain.</summary>
    internal static bool GoesOn(string? status) => Array.IndexOf(Beginnings, status) >= 0;

    /// <summary>Whether nothing comes after a state. One that is not known is the last where there is an end.</summary>
    internal static bool IsTerminal(string? status, DateTime? completedAt) =>
        Array.IndexOf(Ends, status) >= 0 || (completedAt is not null && status is { Length: > 0 } && !IsKnown(status));

    /// <summary>Whether a state is one that this version knows.</summary>
    /// <param name="status">The state.</param>
    public static bool IsKnown(string? status) => Array.IndexOf(Ends, status) >= 0 || GoesOn(status);

    /// <summary>Whether a state is the end of an execution that did not do all it should.</summary>
    internal static bool IsFailure(string? status) => Array.IndexOf(Failures, status) >= 0;

    /// <summary>The sum of counts, which is the largest number there is where it would be more; null where there are no counts at all.</summary>
    internal static long? Total(IEnumerable<long?>? counts) =>
        counts is null ? null : (long)Math.Max(long.MinValue, Math.Min(long.MaxValue, counts.Sum(count => (decimal)(count ?? 0))));

    /// <summary>
    /// A state and counts in words, such as <c>completed, 1200 records, 2 warnings</c>; what is null, and warnings and errors that there are none of,
    /// are left out.
    /// </summary>
    /// <param name="status">The state.</param>
    /// <param name="records">How many records there were.</param>
    /// <param name="warnings">How many warnings there were.</param>
    /// <param name="errors">How many errors there were.</param>
    public static string Describe(string? status, long? records, long? warnings, long? errors) =>
        string.Join(
            ", ",
            new[] { status, Count(records, "record"), Few(warnings, "warning"), Few(errors, "error") }.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Few(long? count, string what) => count is null or 0 ? null : Count(count, what);

    private static string? Count(long? count, string what) =>
        count is null ? null : count.Value.ToString(CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");
}
