using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the connections in other organizations that were made of a connection.</summary>
/// <remarks>
/// <para>In an organization's session it lists them for a connection of that organization (API operation connections_listShared). In a partner's session
/// the connection is in the partner's own organization, or in the one that -OwnerOrganizationId names (API operation
/// connections_listSharedForPartner).</para>
/// <para>OrganizationId of each says in which organization it is, and ParentConnectionId what it was made of.</para>
/// <para>Requests: 1 for each connection; in a partner's session 1 more for the partner's own organization, unless -OwnerOrganizationId names one.
/// -ConnectionName adds 1 to look the name up.</para>
/// </remarks>
/// <example>
/// <para>See where a connection is shared.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection Snowflake | Get-PolytomicSharedConnection
/// </code>
/// </example>
/// <example>
/// <para>The same in a partner's session.</para>
/// <code>
/// Connect-Polytomic -PartnerKey (Get-Secret -Name PolytomicPartnerKey)
/// Get-PolytomicSharedConnection -ConnectionId df17031c-7e75-5a8c-84e0-086692c1ac52
/// </code>
/// </example>
/// <seealso cref="NewPolytomicSharedConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicSharedConnection",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicSharedConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetPolytomicSharedConnectionCommand : SharedConnectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
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
