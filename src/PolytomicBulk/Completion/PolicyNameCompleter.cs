namespace PolytomicBulk.Completion;

/// <summary>Completes permission policies by name.</summary>
internal sealed class PolicyNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ByName(await scene.ListPoliciesAsync(cancel).ConfigureAwait(false), policy => policy.Name, policy => policy.Id);
}
