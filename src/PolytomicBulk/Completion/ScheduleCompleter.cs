namespace PolytomicBulk.Completion;

/// <summary>Completes the schedules of the bulk sync on the command line.</summary>
internal sealed class ScheduleCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var syncs = await scene.FindSyncsAsync(cancel).ConfigureAwait(false);
        var schedules = await scene.ListOfEachAsync<BulkSyncSchedule>(
            "schedules", syncs, async (client, id, cancel) => await client.Schedules.ListAsync(id, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        return from schedule in schedules
               where schedule.Id is not null
               select new Choice(schedule.Id.ToString()!, schedule.ToString(), $"{schedule} ({schedule.Id.ToString()!.Split('-')[0]})");
    }
}
