using Polly;
using Polly.Retry;

namespace PolytomicBulk.Http;

/// <summary>When a failed attempt is made again, and how long after.</summary>
internal sealed class Retries(int maxRetry, TimeProvider clock)
{
    /// <summary>No attempt begins later than this after the first.</summary>
    private static readonly TimeSpan TotalLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes attempts until one succeeds or no other is worth it. The pipeline takes over from the first failure only:
    /// nearly every request succeeds at once, and a session that sees no other never loads it.
    /// </summary>
    public async Task<T> RunAsync<T>(Call call, Func<Call, CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        PolytomicApiException first;
        try
        {
            return await attempt(call, cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (maxRetry > 0 && ShouldRetry(call, failure, retries: 0))
        {
            first = failure;
        }

        return await GoOnAsync(first, call, attempt, cancel).ConfigureAwait(false);
    }

    private async Task<T> GoOnAsync<T>(PolytomicApiException first, Call call, Func<Call, CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = maxRetry,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = LongestDelay,
                ShouldHandle = args => new(args.Outcome.Exception is PolytomicApiException failure && ShouldRetry(call, failure, args.AttemptNumber)),
                DelayGenerator = args => new((args.Outcome.Exception as PolytomicApiException)?.RetryAfter),
                OnRetry = args =>
                {
                    var failure = (PolytomicApiException)args.Outcome.Exception!;
                    call.MayHaveBeenDone |= failure.Failure is PolytomicFailure.ConnectionFailed or PolytomicFailure.Timeout or PolytomicFailure.ServerError;
                    call.LastFailure = failure;
                    call.Observer?.Retrying(failure, args.RetryDelay, args.AttemptNumber + 2, maxRetry + 1);
                    return default;
                },
            })
            .Build();
        return await pipeline.ExecuteAsync(
            cancel => new ValueTask<T>(call.LastFailure is null ? Task.FromException<T>(first) : attempt(call, cancel)),
            cancel).ConfigureAwait(false);
    }

    private bool ShouldRetry(Call call, PolytomicApiException failure, int retries)
    {
        if (clock.GetElapsedTime(call.Started) + (failure.RetryAfter ?? LongestDelay) > TotalLimit) return false;
        return (failure.Failure, (int?)failure.StatusCode) switch
        {
            (PolytomicFailure.ConnectionFailed or PolytomicFailure.Timeout or PolytomicFailure.RateLimited, _) => true,
            (_, 502 or 503 or 504) => true,
            // A 500 may have done its work, and the key would only replay the failure.
            (_, 500) => call.Request.IdempotencyKey is null,
            // The first attempt, whose answer was lost, is still under way.
            (PolytomicFailure.Conflict, _) => call.Request.IdempotencyKey is not null && retries > 0,
            _ => false,
        };
    }

    /// <summary>One logical request on its way.</summary>
    internal sealed record Call(ApiRequest Request, RequestObserver? Observer, long Started)
    {
        public int Attempts { get; private set; }

        /// <summary>Why the attempt before this one failed.</summary>
        public PolytomicApiException? LastFailure { get; set; }

        /// <summary>Whether an attempt that failed may have reached the service all the same.</summary>
        public bool MayHaveBeenDone { get; set; }

        public void BeginAttempt()
        {
            Attempts++;
            if (LastFailure is not null) Observer?.Resuming(LastFailure);
        }
    }
}
