namespace PolytomicBulk.Completion;

/// <summary>Completes connections by id.</summary>
internal sealed class ConnectionCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ById(
            await scene.ListConnectionsAsync(cancel).ConfigureAwait(false),
            connection => connection.Id, connection => connection.Name, connection => $"{connection.Name} ({connection.Type})");
}
