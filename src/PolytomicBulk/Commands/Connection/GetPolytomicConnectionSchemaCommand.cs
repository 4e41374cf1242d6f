using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets schemas of a connection with their fields, or says how fresh the service's copy of them is.</summary>
/// <remarks>
/// <para>With -Id it reads each schema from the service's copy (API operation connectionSchemas_get). The fields carry the overrides that users made:
/// the primary key, and fields of their own.</para>
/// <para>Without -Id it gets the state of the copy (API operation connectionSchemas_getStatus): when it was last refreshed, and whether it is being
/// refreshed now. To list the schemas, use Get-PolytomicBulkSource.</para>
/// <para>Requests: 1 for each schema, or 1 for each connection without -Id.</para>
/// </remarks>
/// <example>
/// <para>List the fields of a table.</para>
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
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionSchema",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionSchema.md")]
[OutputType(typeof(ConnectionSchema), typeof(ConnectionSchemaStatus))]
public sealed class GetPolytomicConnectionSchemaCommand : ConnectionCommand
{
    // Under the address of a schema with this id, the API has the state of its copy.
    private const string Unreachable = "status";

    /// <summary>Ids of schemas, such as public.orders.</summary>
    /// <value>The state of the service's copy</value>
    [Parameter(Position = 1)]
    [Alias("SchemaId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (Id is null) return SendAsync([connectionId], id => Client.ConnectionSchemas.GetStatusAsync(id, cancel), WriteAsync);

        if (Id.Contains(Unreachable))
        {
            var advice = $"Find it among all: (Get-PolytomicBulkSource -ConnectionId {connectionId}).Schemas.";
            Fail(ErrorRecords.InvalidArgument($"The API cannot give a schema whose id is '{Unreachable}' by itself. {advice}", Unreachable));
        }

        return SendAsync(Id.Where(id => id != Unreachable), id => Client.ConnectionSchemas.GetAsync(connectionId, id, cancel), WriteAsync);
    }
}
