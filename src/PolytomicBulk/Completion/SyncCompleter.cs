namespace PolytomicBulk.Completion;

/// <summary>Bulk syncs, by id.</summary>
internal sealed class SyncCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from sync in await scene.ListSyncsAsync(cancel).ConfigureAwait(false)
        where sync.Id is not null
        orderby sync.Name
        select new Choice(sync.Id.ToString()!, sync.Name ?? "", $"{sync.Name} ({sync.Id.ToString()!.Split('-')[0]})");
}
