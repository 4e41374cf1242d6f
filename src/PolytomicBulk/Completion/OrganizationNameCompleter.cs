namespace PolytomicBulk.Completion;

/// <summary>Organizations, by name.</summary>
internal sealed class OrganizationNameCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from organization in await scene.ListOrganizationsAsync(cancel).ConfigureAwait(false)
        where !string.IsNullOrEmpty(organization.Name)
        orderby organization.Name
        group organization.Id by organization.Name into same
        select new Choice(same.Key, string.Join(", ", same)) { IsPattern = true };
}
