namespace PolytomicBulk.Commands;

/// <summary>Gets the modes and settings of a connection as a bulk sync destination.</summary>
/// <remarks>
/// <para>The output shows how a bulk sync can write to the connection, and which settings it can have. If a connection cannot be a destination, you get an
/// error, and the others are still returned.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each connection (API operation bulkSync_getDestination).</para>
/// </notes>
/// <example>
/// <para>Show how a bulk sync can write to a warehouse.</para>
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
[Cmdlet(VerbsCommon.Get, "PolytomicBulkDestination", HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkDestination.md")]
[OutputType(typeof(BulkDestination))]
public sealed class GetPolytomicBulkDestinationCommand : ConnectionCommand
{
    /// <summary>Specifies the id of a connection. If you pipe a bulk sync, the command uses its destination.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationConnectionId")]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override Guid ConnectionId { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => Client.Connections.GetDestinationAsync(id, cancel), WriteAsync);
}
