namespace PolytomicBulk.Completion;

/// <summary>Maps that lead from a connection's name in files to the connection that has it in this organization, ready to be changed.</summary>
internal sealed class ConnectionMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.MapsOf(
            await scene.ListConnectionsAsync(cancel).ConfigureAwait(false),
            connection => connection.Name,
            connection => connection.Id,
            connection => $"{connection.Type} {connection.Id}");
}
