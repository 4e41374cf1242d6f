namespace PolytomicBulk.Completion;

/// <summary>Completes the addresses of error subscribers.</summary>
internal sealed class SubscriberCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from email in await scene.ListSubscribersAsync(cancel).ConfigureAwait(false) orderby email select new Choice(email, "");
}
