namespace PolytomicBulk.Completion;

/// <summary>Completes bulk syncs by name.</summary>
internal sealed class SyncNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ByName(await scene.ListSyncsAsync(cancel).ConfigureAwait(false), sync => sync.Name, sync => sync.Id);
}
