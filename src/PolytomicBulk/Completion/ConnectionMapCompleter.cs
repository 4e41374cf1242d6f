namespace PolytomicBulk.Completion;

/// <summary>Maps that lead from a connection's name in files to the connection that has it in this organization, ready to be changed.</summary>
internal sealed class ConnectionMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from connection in await scene.ListConnectionsAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(connection.Name)
        orderby connection.Name
        group connection by connection.Name into same
        from connection in same
        // A map that leads to a name must lead to one connection.
        let to = same.Count() == 1 ? same.Key : connection.Id.ToString()
        select new Choice($"@{{ {Choice.InQuotes(same.Key)} = {Choice.InQuotes(to)} }}", $"{connection.Type} {connection.Id}", same.Key)
        {
            IsExpression = true,
        };
}
