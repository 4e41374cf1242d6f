using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets what a connection offers as the destination of a bulk sync: how it can be written, and the settings a sync may set.</summary>
/// <remarks>
/// <para>API operation bulkSync_getDestination. A connection that cannot be the destination of a bulk sync is an error; the others still come.</para>
/// <para>It makes one request for each connection.</para>
/// </remarks>
/// <example>
/// <para>Show how a warehouse can be written.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection Snowflake | Get-PolytomicBulkDestination
/// </code>
/// </example>
/// <example>
/// <para>Show the resync modes that the destination of a bulk sync supports.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'HubSpot to Snowflake' | Get-PolytomicBulkDestination).SupportedResyncModes
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionCommand"/>
/// <seealso cref="GetPolytomicBulkSourceCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkDestination",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkDestination.md")]
[OutputType(typeof(BulkDestination))]
public sealed class GetPolytomicBulkDestinationCommand : ConnectionCommand
{
    /// <summary>The id of a connection. From the pipeline it is taken of connections; of a bulk sync, the destination is meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationConnectionId")]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override Guid ConnectionId { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => Client.Connections.GetDestinationAsync(id, cancel), WriteAsync);
}
