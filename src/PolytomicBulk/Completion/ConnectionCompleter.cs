namespace PolytomicBulk.Completion;

/// <summary>Connections, by id.</summary>
internal sealed class ConnectionCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from connection in await scene.ListConnectionsAsync(cancel).ConfigureAwait(false)
        where connection.Id is not null
        orderby connection.Name
        select new Choice(
            connection.Id.ToString()!,
            $"{connection.Name} ({connection.Type})",
            $"{connection.Name} ({connection.Id.ToString()!.Split('-')[0]})");
}
