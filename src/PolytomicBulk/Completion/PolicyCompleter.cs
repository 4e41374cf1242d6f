namespace PolytomicBulk.Completion;

/// <summary>Completes permission policies by id.</summary>
internal sealed class PolicyCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ById(await scene.ListPoliciesAsync(cancel).ConfigureAwait(false), policy => policy.Id, policy => policy.Name);
}
