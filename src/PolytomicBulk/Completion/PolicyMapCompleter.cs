namespace PolytomicBulk.Completion;

/// <summary>Maps that lead from a policy's name in files to the policy that has it in this organization, ready to be changed.</summary>
internal sealed class PolicyMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.MapsOf(
            await scene.ListPoliciesAsync(cancel).ConfigureAwait(false), policy => policy.Name, policy => policy.Id, policy => $"{policy.Id}");
}
