namespace PolytomicBulk.Completion;

/// <summary>Completes types of event.</summary>
internal sealed class EventTypeCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from type in await scene.ListEventTypesAsync(cancel).ConfigureAwait(false) select new Choice(type, "");
}
