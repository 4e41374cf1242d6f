namespace PolytomicBulk.Completion;

/// <summary>Completes connections by name.</summary>
internal sealed class ConnectionNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ByName(await scene.ListConnectionsAsync(cancel).ConfigureAwait(false), connection => connection.Name, connection => connection.Id);
}
