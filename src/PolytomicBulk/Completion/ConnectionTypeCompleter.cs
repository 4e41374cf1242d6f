namespace PolytomicBulk.Completion;

/// <summary>Completes types of connection by id.</summary>
internal sealed class ConnectionTypeCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from type in await scene.ListTypesAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(type.Id)
        orderby type.Id
        select new Choice(type.Id!, type.Name ?? "");
}
