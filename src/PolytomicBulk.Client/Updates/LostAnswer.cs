namespace PolytomicBulk.Updates;

/// <summary>Writes whose result is unknown.</summary>
internal static class LostAnswer
{
    /// <summary>Whether the write may have succeeded, or may still arrive.</summary>
    public static bool LeavesOpen(PolytomicApiException failure) =>
        failure.MayHaveBeenDone
        || failure.Failure is PolytomicFailure.Timeout or PolytomicFailure.ConnectionFailed or PolytomicFailure.ServerError or PolytomicFailure.BadResponse;

    /// <summary>What was written, for the error if it cannot be checked.</summary>
    public static string Written(IEnumerable<ResourceEdit> edits, PolytomicApiException? lost)
    {
        var changes = JsonWords.Some([.. edits.SelectMany(edit => edit.Differences)]);
        return $"{(lost is null ? "The service accepted the change" : "It is not known whether the service made the change")} ({changes}). "
            + "To check it, run the same command again.";
    }
}
