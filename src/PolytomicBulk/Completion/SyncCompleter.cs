namespace PolytomicBulk.Completion;

/// <summary>Completes bulk syncs by id.</summary>
internal sealed class SyncCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ById(await scene.ListSyncsAsync(cancel).ConfigureAwait(false), sync => sync.Id, sync => sync.Name);
}
