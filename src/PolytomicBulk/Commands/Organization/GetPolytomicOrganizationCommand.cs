using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the organization of the session, or with a partner's session the organizations that the key reaches.</summary>
/// <remarks>
/// <para>A partner's session is what Connect-Polytomic -PartnerKey makes without -OrganizationId. It lists the partner's organizations, the partner's own
/// first (API operation organization_list), or reads each -Id by itself (API operation organization_get). Names are compared here, since the
/// service cannot.</para>
/// <para>Any other session has one organization (API operation organization_getCurrent).</para>
/// <para>An organization can be piped to Connect-Polytomic, which connects to it. about_PolytomicBulk_Partners has a loop over all of them.</para>
/// <para>Requests: 1 for the list or the organization of the session, or 1 for each id.</para>
/// </remarks>
/// <example>
/// <para>Show the organization that the session is connected to.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicOrganization
/// </code>
/// </example>
/// <example>
/// <para>Connect to each organization of a partner whose name begins with Acme.</para>
/// <code>
/// $key = Get-Secret -Name PolytomicPartnerKey
/// Connect-Polytomic -PartnerKey $key
/// $sessions = Get-PolytomicOrganization Acme* | Connect-Polytomic -PartnerKey $key -PassThru
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
/// <seealso cref="GetPolytomicIdentityCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicOrganization", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicOrganization.md")]
[OutputType(typeof(PolytomicOrganization))]
public sealed class GetPolytomicOrganizationCommand : SessionCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Names of organizations, with wildcards. A name without wildcards that no organization has is an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OrganizationNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Ids of organizations.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("OrganizationId")]
    [IdFrom("OrganizationId", "-Name takes the name of an organization.")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool TakesPartner => true;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => IsPartner ? Client.Organizations.GetAsync(id, cancel) : Client.Organizations.GetOwnAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(ListAsync(cancel), organization => organization.Name, Name, "organization", Write, cancel);

    private IAsyncEnumerable<PolytomicOrganization> ListAsync(CancellationToken cancel) =>
        IsPartner ? Client.Organizations.ListAsync(cancel) : Current(Client.Organizations.GetCurrentAsync(cancel));

    private static async IAsyncEnumerable<PolytomicOrganization> Current(Task<PolytomicOrganization> organization)
    {
        yield return await organization;
    }
}
