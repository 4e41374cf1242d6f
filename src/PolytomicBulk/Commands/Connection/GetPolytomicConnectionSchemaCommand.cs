namespace PolytomicBulk.Commands;

/// <summary>Gets schemas of a connection with their fields, or their refresh status.</summary>
/// <remarks>
/// <para>With -Id, this command reads each schema from the copy that the service keeps. The output includes overridden primary keys and user-defined
/// fields. Without -Id, the command returns when the copy was last refreshed and whether a refresh is running. To list the schemas, use
/// Get-PolytomicBulkSource.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each schema (API operation connectionSchemas_get), or without -Id 1 for each connection
/// (connectionSchemas_getStatus).</para>
/// </notes>
/// <example>
/// <para>List the fields of a schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// (Get-PolytomicConnectionSchema -ConnectionId $connection.Id -Id public.orders).Fields
/// </code>
/// </example>
/// <example>
/// <para>Show when the schemas of every connection were last refreshed.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection | Get-PolytomicConnectionSchema
/// </code>
/// </example>
/// <seealso cref="UpdatePolytomicConnectionSchemaCommand"/>
/// <seealso cref="GetPolytomicConnectionRecordCommand"/>
/// <seealso cref="SetPolytomicPrimaryKeyCommand"/>
/// <seealso cref="SetPolytomicSchemaFieldCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionSchema", HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionSchema.md")]
[OutputType(typeof(ConnectionSchema), typeof(ConnectionSchemaStatus))]
public sealed class GetPolytomicConnectionSchemaCommand : ConnectionCommand
{
    // The API uses the address of a schema with this id for the status of its cache.
    private const string Unreachable = "status";

    /// <summary>Specifies the ids of schemas, such as public.orders.</summary>
    /// <value>None: the refresh status is returned</value>
    [Parameter(Position = 1)]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[]? Id { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (Id is null) return SendAsync([connectionId], id => Client.ConnectionSchemas.GetStatusAsync(id, cancel), WriteAsync);

        if (Id.Contains(Unreachable))
        {
            var advice = $"To list all schemas, run (Get-PolytomicBulkSource -ConnectionId {connectionId}).Schemas.";
            Fail($"The API cannot return a single schema with the id '{Unreachable}'. {advice}", Unreachable);
        }

        return SendAsync(Id.Where(id => id != Unreachable), id => Client.ConnectionSchemas.GetAsync(connectionId, id, cancel), WriteAsync);
    }
}
