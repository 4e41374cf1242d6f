namespace PolytomicBulk.Completion;

/// <summary>Completes hashtables from names in files to policies of this organization.</summary>
internal sealed class PolicyMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.MapsOf(
            await scene.ListPoliciesAsync(cancel).ConfigureAwait(false), policy => policy.Name, policy => policy.Id, policy => $"{policy.Id}");
}
