namespace PolytomicBulk.Completion;

/// <summary>Completes organizations by name.</summary>
internal sealed class OrganizationNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ByName(await scene.ListOrganizationsAsync(cancel).ConfigureAwait(false), organization => organization.Name, organization => organization.Id);
}
