namespace PolytomicBulk.Updates;

/// <summary>Writes of which nobody knows whether they were done.</summary>
internal static class LostAnswer
{
    /// <summary>Whether a failure leaves open whether the write was done, or still will be.</summary>
    public static bool LeavesOpen(PolytomicApiException failure) =>
        failure.MayHaveBeenDone
        || failure.Failure is PolytomicFailure.Timeout or PolytomicFailure.ConnectionFailed or PolytomicFailure.ServerError or PolytomicFailure.BadResponse;
}
