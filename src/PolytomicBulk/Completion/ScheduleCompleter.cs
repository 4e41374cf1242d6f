namespace PolytomicBulk.Completion;

/// <summary>The schedules of the sync that a command line is about.</summary>
internal sealed class ScheduleCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        return from schedule in await scene.OfEachAsync("schedules", syncs, ReadAsync, cancel).ConfigureAwait(false)
               where schedule.Id is not null
               select new Choice(schedule.Id.ToString()!, schedule.ToString(), $"{schedule} ({schedule.Id.ToString()!.Split('-')[0]})");
    }

    private static async IAsyncEnumerable<BulkSyncSchedule> ReadAsync(PolytomicClient client, Guid syncId, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var schedule in await client.Schedules.ListAsync(syncId, cancel).ConfigureAwait(false)) yield return schedule;
    }
}
