namespace PolytomicBulk.Completion;

/// <summary>Connections, by name.</summary>
internal sealed class ConnectionNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from connection in await scene.ListConnectionsAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(connection.Name)
        orderby connection.Name
        group connection.Id by connection.Name into same
        select new Choice(same.Key, string.Join(", ", same)) { IsPattern = true };
}
