using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Waiting;

/// <summary>A job of the service's that packs logs into a file.</summary>
/// <param name="look">Reads the job.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class ExportJob(Func<CancellationToken, Task<Job>> look, TimeProvider clock)
{
    /// <summary>Waits until the job has done its work, or has failed to.</summary>
    /// <param name="job">The job as it began.</param>
    /// <param name="wait">Is told of each wait, and of the job as it is then.</param>
    /// <param name="limit">How long to wait; null for as long as it takes.</param>
    /// <param name="cancel">Ends the waiting, not the job.</param>
    /// <exception cref="TimeoutException">The time is over before the job is.</exception>
    public async Task<Job> EndAsync(Job job, Action<Job> wait, TimeSpan? limit, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var looks = 0; job.Status is not ("done" or "failed"); looks++)
        {
            wait(job);
            var (pause, left) = (Backoff.Logs.After(looks), limit - clock.GetElapsedTime(began));
            if (left <= TimeSpan.Zero) throw new TimeoutException();
            await clock.DelayAsync(left < pause ? left.Value : pause, cancel).ConfigureAwait(false);
            job = await look(cancel).ConfigureAwait(false);
        }

        return job;
    }
}
