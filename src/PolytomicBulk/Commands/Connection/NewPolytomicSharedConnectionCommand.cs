namespace PolytomicBulk.Commands;

/// <summary>Shares a connection of a partner with other organizations.</summary>
/// <remarks>
/// <para>Use a partner session (Connect-Polytomic -PartnerKey without -OrganizationId). The original connection is in the partner's own organization,
/// or in the one that you specify with -OwnerOrganizationId. Its secrets never leave the service.</para>
/// <para>The service returns only the id of the new connection. To read its settings, connect to its organization.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each organization (API operation connections_createShared). Without -OwnerOrganizationId, 1 more.</para>
/// </notes>
/// <example>
/// <para>Share a connection with each organization whose name begins with Acme.
/// Get-Secret is part of the module Microsoft.PowerShell.SecretManagement, which also works in Windows PowerShell.</para>
/// <code>
/// Connect-Polytomic -PartnerKey (Get-Secret -Name PolytomicPartnerKey)
/// Get-PolytomicOrganization Acme* |
///     New-PolytomicSharedConnection -ConnectionId df17031c-7e75-5a8c-84e0-086692c1ac52 -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Share a connection with one organization under a different name.</para>
/// <code>
/// Connect-Polytomic -PartnerKey (Get-Secret -Name PolytomicPartnerKey)
/// $shared = @{
///     ConnectionId   = 'df17031c-7e75-5a8c-84e0-086692c1ac52'
///     OrganizationId = '5b0d9a3e-6f41-5c7a-9b52-3f6d1c0e8a74'
///     Name           = 'Shared warehouse'
/// }
/// New-PolytomicSharedConnection @shared
/// </code>
/// </example>
/// <seealso cref="GetPolytomicSharedConnectionCommand"/>
/// <seealso cref="GetPolytomicOrganizationCommand"/>
[Cmdlet(VerbsCommon.New, "PolytomicSharedConnection", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "New-PolytomicSharedConnection.md")]
[OutputType(typeof(Connection))]
public sealed class NewPolytomicSharedConnectionCommand : SharedConnectionCommand
{
    /// <summary>Specifies the ids of the organizations that get the connection. You can pipe objects from Get-PolytomicOrganization.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdFrom("OrganizationId", "Get-PolytomicOrganization finds an organization by its name.")]
    [ArgumentCompleter(typeof(OrganizationCompleter))]
    public Guid OrganizationId { get; set; }

    /// <summary>Specifies the name of the connection in the other organization.</summary>
    /// <value>The name of the original</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Name { get; set; }

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        await base.BeginAsync(cancel);
        if (!IsPartner) ThrowTerminatingError(ErrorRecords.OnlyForPartner(MyInvocation.MyCommand.Name));
    }

    private protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess($"organization {OrganizationId}", $"Share {Client.ConnectionNames.InWords(connectionId)}", OrganizationId)) return;
        var owner = await FindOwnerAsync(cancel);
        await SendAsync([OrganizationId], id => Client.Connections.CreateSharedAsync(owner, connectionId, id, Name, cancel), WriteAsync);
    }
}
