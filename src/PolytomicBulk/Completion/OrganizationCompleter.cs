namespace PolytomicBulk.Completion;

/// <summary>Completes organizations by id.</summary>
internal sealed class OrganizationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Choice.ById(await scene.ListOrganizationsAsync(cancel).ConfigureAwait(false), organization => organization.Id, organization => organization.Name);
}
