namespace PolytomicBulk.Completion;

/// <summary>Bulk syncs, by name.</summary>
internal sealed class SyncNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from sync in await scene.ListSyncsAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(sync.Name)
        orderby sync.Name
        group sync.Id by sync.Name into same
        select new Choice(same.Key, string.Join(", ", same)) { IsPattern = true };
}
