namespace PolytomicBulk.Http;

/// <summary>Decides whether and when a failed attempt is retried, for the service and the storage host.</summary>
internal sealed class Retries(int maxRetry, TimeProvider clock)
{
    /// <summary>No attempt begins later than this after the first one, or after the last one that made progress.</summary>
    private static readonly TimeSpan TotalLimit = TimeSpan.FromMinutes(5);

    /// <summary>Runs attempts until one succeeds or a retry cannot help.</summary>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt, bool hasKey, Func<bool> gotOn, RequestObserver? observer, CancellationToken cancel)
    {
        var (attempts, retries, began, mayHaveBeenDone) = (1, 0, clock.GetTimestamp(), false);
        while (true)
        {
            try
            {
                return await attempt(cancel).ConfigureAwait(false);
            }
            catch (PolytomicApiException failure)
            {
                (failure.Attempts, failure.MayHaveBeenDone) = (attempts, mayHaveBeenDone);
                if (gotOn()) (retries, began) = (0, clock.GetTimestamp());
                var delay = failure.RetryAfter ?? Backoff.Attempts.After(retries);
                var mayPass = MayPass(failure, hasKey, retries);
                // The delay is compared with the time that is left, because a sum could be out of range.
                var isTooLong = delay > TotalLimit - clock.GetElapsedTime(began);
                if (mayPass && isTooLong && failure.RetryAfter is { } wait) throw Failures.TooLongToWait(failure, wait, clock);
                if (!mayPass || isTooLong || retries >= maxRetry) throw;

                mayHaveBeenDone |= failure.Failure is PolytomicFailure.ConnectionFailed or PolytomicFailure.Timeout or PolytomicFailure.ServerError;
                attempts++;
                retries++;
                observer?.Retrying(failure, delay, retries + 1, maxRetry + 1);
                await clock.DelayAsync(delay, cancel).ConfigureAwait(false);
                observer?.Resuming(failure);
            }
        }
    }

    private static bool MayPass(PolytomicApiException failure, bool hasKey, int retries) => (failure.Failure, (int?)failure.StatusCode) switch
    {
        (PolytomicFailure.ConnectionFailed or PolytomicFailure.Timeout or PolytomicFailure.RateLimited, _) => true,
        (_, 502 or 503 or 504) => true,
        // The service may have done the work, and a retry with the key would only return the failure again.
        (_, 500) => !hasKey,
        // The first attempt, whose answer was lost, is still in progress.
        (PolytomicFailure.Conflict, _) => hasKey && retries > 0,
        _ => false,
    };
}
