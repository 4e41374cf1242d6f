namespace PolytomicBulk.Waiting;

/// <summary>A job of the service that packs logs into a file.</summary>
internal sealed class ExportJob(Func<CancellationToken, Task<Job>> look, TimeProvider clock, Outage outage)
{
    /// <summary>Waits until the job completes or fails.</summary>
    /// <exception cref="TimeoutException">The time ran out before the job ended.</exception>
    public async Task<Job> EndAsync(Job job, Action<Job> wait, TimeSpan? limit, CancellationToken cancel)
    {
        var time = new WaitLimit(limit, clock);
        for (var looks = 0; job.Status is not ("done" or "failed"); looks++)
        {
            wait(job);
            if (time.IsOver) throw new TimeoutException();
            await time.PauseAsync(Backoff.Logs.After(looks), cancel).ConfigureAwait(false);
            await time.LookAsync(LookAsync, cancel).ConfigureAwait(false);
        }

        return job;

        async Task LookAsync(CancellationToken cancel)
        {
            try
            {
                job = await look(cancel).ConfigureAwait(false);
                outage.End();
            }
            catch (PolytomicApiException failure) when (Outage.IsPassing(failure))
            {
                outage.Note(failure);
            }
        }
    }
}
