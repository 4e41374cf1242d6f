using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Gets what a connection offers as the source of a bulk sync: its tables and fields, and the settings a sync may set.</summary>
/// <remarks>
/// <para>API operation bulkSync_getSource. The tables come from the service's copy of the connection's schemas; Update-PolytomicConnectionSchema
/// refreshes it.</para>
/// <para>A connection that cannot be the source of a bulk sync is an error; the others still come.</para>
/// <para>It makes one request for each connection.</para>
/// </remarks>
/// <example>
/// <para>List the tables of a connection and their primary keys.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkSource).Schemas
/// </code>
/// </example>
/// <example>
/// <para>Count the tables that the source of a bulk sync has, without fetching their fields.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'HubSpot to Snowflake' | Get-PolytomicBulkSource -NoFields).Schemas.Count
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionCommand"/>
/// <seealso cref="GetPolytomicBulkDestinationCommand"/>
/// <seealso cref="UpdatePolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSource",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSource.md")]
[OutputType(typeof(BulkSource))]
public sealed class GetPolytomicBulkSourceCommand : ConnectionCommand
{
    /// <summary>Leaves out the tables' fields, which makes a large source come faster.</summary>
    [Parameter]
    public SwitchParameter NoFields { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => Client.Connections.GetSourceAsync(id, NoFields ? false : null, cancel), WriteAsync);
}
