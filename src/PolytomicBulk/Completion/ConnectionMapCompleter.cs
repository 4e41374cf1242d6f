namespace PolytomicBulk.Completion;

/// <summary>Completes hashtables from names in files to connections of this organization.</summary>
internal sealed class ConnectionMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.MapsOf(
            await scene.ListConnectionsAsync(cancel).ConfigureAwait(false),
            connection => connection.Name,
            connection => connection.Id,
            connection => $"{connection.Type} {connection.Id}");
}
