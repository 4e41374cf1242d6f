using Polly;
using Polly.Retry;

namespace PolytomicBulk.Http;

/// <summary>When a failed attempt is made again, and how long after.</summary>
internal static class Retries
{
    private static readonly ResiliencePropertyKey<Call> CallKey = new("call");

    /// <summary>No attempt begins later than this after the first.</summary>
    private static readonly TimeSpan TotalLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline Build(int maxRetry, TimeProvider clock)
    {
        if (maxRetry == 0) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = maxRetry,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = LongestDelay,
                ShouldHandle = args => new(args.Outcome.Exception is PolytomicApiException failure && ShouldRetry(CallOf(args.Context), failure, args.AttemptNumber, clock)),
                DelayGenerator = args => new((args.Outcome.Exception as PolytomicApiException)?.RetryAfter),
                OnRetry = args =>
                {
                    var (call, failure) = (CallOf(args.Context), (PolytomicApiException)args.Outcome.Exception!);
                    call.MayHaveBeenDone |= failure.Failure is PolytomicFailure.ConnectionFailed or PolytomicFailure.Timeout or PolytomicFailure.ServerError;
                    call.LastFailure = failure;
                    call.Observer?.Retrying(failure, args.RetryDelay, args.AttemptNumber + 2, maxRetry + 1);
                    return default;
                },
            })
            .Build();
    }

    public static async Task<T> RunAsync<T>(ResiliencePipeline pipeline, Call call, Func<Call, CancellationToken, ValueTask<T>> attempt, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        context.Properties.Set(CallKey, call);
        try
        {
            return await pipeline.ExecuteAsync(static (context, state) => state.attempt(state.call, context.CancellationToken), context, (attempt, call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private static bool ShouldRetry(Call call, PolytomicApiException failure, int retries, TimeProvider clock)
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
