namespace PolytomicBulk.Commands;

/// <summary>Gets the organization of the session, or the organizations of a partner.</summary>
/// <remarks>
/// <para>In a partner session (Connect-Polytomic -PartnerKey without -OrganizationId), the command lists the organizations of the partner, the
/// partner's own first. In any other session, it returns the organization of the session. Pipe an organization to Connect-Polytomic to connect to it.
/// For a loop over all organizations, see about_PolytomicBulk_Partners.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for the list (API operation organization_list) or the organization of the session (organization_getCurrent), or 1 for each -Id
/// (organization_get).</para>
/// </notes>
/// <example>
/// <para>Show the organization of the session.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicOrganization
/// </code>
/// </example>
/// <example>
/// <para>Connect to each organization of a partner whose name begins with Acme. Get-Secret is part of the module
/// Microsoft.PowerShell.SecretManagement, which also works in Windows PowerShell.</para>
/// <code>
/// $key = Get-Secret -Name PolytomicPartnerKey
/// Connect-Polytomic -PartnerKey $key
/// $sessions = Get-PolytomicOrganization Acme* | Connect-Polytomic -PartnerKey $key -PassThru
/// $sessions | Format-Table OrganizationName, OrganizationId
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
/// <seealso cref="GetPolytomicIdentityCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicOrganization", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicOrganization.md")]
[OutputType(typeof(PolytomicOrganization))]
public sealed class GetPolytomicOrganizationCommand : SessionCommand
{
    /// <summary>Specifies names of organizations. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Specifies the ids of organizations.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("OrganizationId")]
    [IdFrom("OrganizationId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public Guid[] Id { get; set; } = [];

    private protected override bool TakesPartner => true;

    private protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => IsPartner ? Client.Organizations.GetAsync(id, cancel) : Client.Organizations.GetOwnAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(ListAsync(cancel), organization => organization.Name, Name, "organization", Write, cancel);

    private IAsyncEnumerable<PolytomicOrganization> ListAsync(CancellationToken cancel) =>
        IsPartner ? Client.Organizations.ListAsync(cancel) : Current(Client.Organizations.GetCurrentAsync(cancel));

    private static async IAsyncEnumerable<PolytomicOrganization> Current(Task<PolytomicOrganization> organization)
    {
        yield return await organization;
    }
}
