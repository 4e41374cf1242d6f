namespace PolytomicBulk.Completion;

/// <summary>Maps that lead from a policy's name in files to the policy that has it in this organization, ready to be changed.</summary>
internal sealed class PolicyMapCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from policy in await scene.ListPoliciesAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(policy.Name)
        orderby policy.Name
        group policy by policy.Name into same
        from policy in same
        // A map that leads to a name must lead to one policy.
        let to = same.Count() == 1 ? same.Key : policy.Id.ToString()
        select new Choice($"@{{ {Choice.InQuotes(same.Key)} = {Choice.InQuotes(to)} }}", $"{policy.Id}", same.Key)
        {
            IsExpression = true,
        };
}
