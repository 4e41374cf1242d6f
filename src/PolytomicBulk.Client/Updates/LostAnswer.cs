namespace PolytomicBulk.Updates;

/// <summary>Writes whose result is unknown.</summary>
internal static class LostAnswer
{
    /// <summary>Whether the write may have succeeded, or may still arrive.</summary>
    public static bool LeavesOpen(PolytomicApiException failure) =>
        failure.MayHaveBeenDone
        || failure.Failure is PolytomicFailure.Timeout or PolytomicFailure.ConnectionFailed or PolytomicFailure.ServerError or PolytomicFailure.BadResponse;
}
