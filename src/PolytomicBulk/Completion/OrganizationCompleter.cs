namespace PolytomicBulk.Completion;

/// <summary>Organizations, by id.</summary>
internal sealed class OrganizationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from organization in await scene.ListOrganizationsAsync(cancel).ConfigureAwait(false)
        where organization.Id is not null
        orderby organization.Name
        select new Choice(organization.Id.ToString()!, organization.Name ?? "", $"{organization.Name} ({organization.Id.ToString()!.Split('-')[0]})");
}
