namespace PolytomicBulk.Commands;

/// <summary>Gets the schemas, fields and settings of a connection as a bulk sync source.</summary>
/// <remarks>
/// <para>The schemas come from a copy that the service keeps. To refresh the copy, use Update-PolytomicConnectionSchema. If a connection cannot be a
/// source, you get an error, and the others are still returned.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each connection (API operation bulkSync_getSource).</para>
/// </notes>
/// <example>
/// <para>List the schemas of a connection and their primary keys.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkSource).Schemas
/// </code>
/// </example>
/// <example>
/// <para>Count the schemas of the source of a bulk sync, without reading their fields.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicBulkSync 'HubSpot to Snowflake' | Get-PolytomicBulkSource -NoFields).Schemas.Count
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionCommand"/>
/// <seealso cref="GetPolytomicBulkDestinationCommand"/>
/// <seealso cref="UpdatePolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSource", HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSource.md")]
[OutputType(typeof(BulkSource))]
public sealed class GetPolytomicBulkSourceCommand : ConnectionCommand
{
    /// <summary>Omits the fields of the schemas, which is faster for a large source.</summary>
    [Parameter]
    public SwitchParameter NoFields { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel) =>
        SendAsync([connectionId], id => Client.Connections.GetSourceAsync(id, NoFields ? false : null, cancel), WriteAsync);
}
