namespace PolytomicBulk.Commands;

/// <summary>Gets the copies of a connection that are shared with other organizations.</summary>
/// <remarks>
/// <para>OrganizationId shows the organization of a shared connection, and ParentConnectionId shows the original. In a partner session, the original
/// is in the partner's own organization, or in the one that you specify with -OwnerOrganizationId.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each connection (API operation connections_listShared, or connections_listSharedForPartner in a partner session). A partner
/// session without -OwnerOrganizationId adds 1. -ConnectionName adds 1.</para>
/// </notes>
/// <example>
/// <para>Show how many organizations share each connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $shared = @{ Name = 'Shared'; Expression = { @($_ | Get-PolytomicSharedConnection).Count } }
/// Get-PolytomicConnection | Select-Object Name, $shared
/// </code>
/// </example>
/// <example>
/// <para>Share a connection in a partner session, and list the organizations that share it. Get-Secret is part of the module
/// Microsoft.PowerShell.SecretManagement, which also works in Windows PowerShell.</para>
/// <code>
/// Connect-Polytomic -PartnerKey (Get-Secret -Name PolytomicPartnerKey)
/// $warehouse = @{ ConnectionId = 'df17031c-7e75-5a8c-84e0-086692c1ac52' }
/// Get-PolytomicOrganization Acme* | New-PolytomicSharedConnection @warehouse
/// Get-PolytomicSharedConnection @warehouse
/// </code>
/// </example>
/// <seealso cref="NewPolytomicSharedConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicSharedConnection", HelpUri = HelpPages.Cmdlets + "Get-PolytomicSharedConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetPolytomicSharedConnectionCommand : SharedConnectionCommand
{
    private protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!IsPartner)
        {
            await SendAsync([connectionId], id => Client.Connections.ListSharedAsync(id, cancel), WriteAllAsync);
            return;
        }

        var owner = await FindOwnerAsync(cancel);
        await SendAsync([connectionId], id => Client.Connections.ListSharedForPartnerAsync(owner, id, cancel), WriteAllAsync);
    }

    private async Task WriteAllAsync(Guid id, Task<IReadOnlyList<Connection>> list)
    {
        foreach (var connection in await list) Write(connection);
    }
}
