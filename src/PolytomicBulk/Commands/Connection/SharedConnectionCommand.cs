namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets for connections that are shared with other organizations.</summary>
public abstract class SharedConnectionCommand : ConnectionCommand
{
    private Guid? _owner;

    /// <summary>Specifies the organization of the original connection, in a partner session.</summary>
    /// <value>The partner's own organization</value>
    [Parameter]
    [IdFrom("OrganizationId", "Get-PolytomicOrganization finds an organization by its name.")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public Guid OwnerOrganizationId { get; set; }

    private protected override bool TakesPartner => true;

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        await base.BeginAsync(cancel);
        if (!IsPartner || ConnectionName is null || Guid.TryParse(ConnectionName, out _)) return;
        Refuse($"A partner session cannot list connections, so -ConnectionName '{ConnectionName}' cannot be used. Specify -ConnectionId.", ConnectionName);
    }

    /// <summary>The organization of the connection. The first organization of the list is the partner's own.</summary>
    private protected async Task<Guid> FindOwnerAsync(CancellationToken cancel)
    {
        if (OwnerOrganizationId != Guid.Empty) return OwnerOrganizationId;
        if (_owner is { } known) return known;
        await foreach (var organization in Client.Organizations.ListAsync(cancel))
        {
            if (organization.Id is not { } id) continue;
            _owner = id;
            return id;
        }

        Refuse("The key has access to no organization. Specify the organization of the connection with -OwnerOrganizationId.");
        return Guid.Empty;
    }
}
