using System.Globalization;

namespace PolytomicBulk;

/// <summary>What the states of executions mean.</summary>
internal static class ExecutionStates
{
    /// <summary>Whether nothing comes after a state. One that is not known may be anything, so it is not the last.</summary>
    public static bool IsTerminal(string? status) => status is "completed" or "canceled" || IsFailure(status);

    /// <summary>Whether a state is the end of an execution that did not do all it should.</summary>
    public static bool IsFailure(string? status) => status is "failed" or "errors" or "interrupted";

    public static string Describe(string? status, long? records, long? warnings, long? errors) =>
        string.Join(", ", new[] { status, Count(records, "record"), Few(warnings, "warning"), Few(errors, "error") }.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Few(long? count, string what) => count is null or 0 ? null : Count(count, what);

    private static string? Count(long? count, string what) =>
        count is null ? null : count.Value.ToString(CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");
}
