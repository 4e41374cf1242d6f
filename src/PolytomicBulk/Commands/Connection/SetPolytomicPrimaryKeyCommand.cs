using System.Management.Automation;
using System.Text.Json.Nodes;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Overrides the primary key of a connection's schema, where the source has none or the wrong one.</summary>
/// <remarks>
/// <para>The named fields, and no others, become the primary key, whatever it was before. The command first reads the schema (API operation
/// connectionSchemas_get), and then says of each of its fields whether it belongs to the key (API operation connectionSchemas_setPrimaryKeys), since
/// the service keeps one override a field. Where they are the key already nothing is written, and -Verbose says so. -WhatIf shows what would change,
/// and only reads.</para>
/// <para>Syncs use the new key from their next run; a resync may be needed for records that were synced under the old one. Reset-PolytomicPrimaryKey
/// goes back to the key of the source.</para>
/// <para>Requests for each schema: 1 to read it, and 1 to write it where it differs; with -PassThru 1 more.</para>
/// </remarks>
/// <example>
/// <para>Make two fields the primary key.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// Set-PolytomicPrimaryKey -ConnectionId $connection.Id -Schema 'public.order lines' -Field order_id, sku -PassThru
/// </code>
/// </example>
/// <example>
/// <para>See what would be done for a table whose source has no key.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' |
///     Set-PolytomicPrimaryKey -Schema 'legacy.Orders 2019/2020 (#1, 5%)' -Field id -WhatIf
/// </code>
/// </example>
/// <seealso cref="ResetPolytomicPrimaryKeyCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicPrimaryKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicPrimaryKey.md")]
[OutputType(typeof(ConnectionSchema))]
public sealed class SetPolytomicPrimaryKeyCommand : SchemaOfConnectionCommand
{
    /// <summary>The ids of the fields that together are the primary key.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [Alias("FieldId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string[] Field { get; set; } = [];

    /// <summary>Emits the schema as the service then has it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        var (edit, schema) = await Client.ConnectionSchemas.EditPrimaryKeyAsync(connectionId, Schema, cancel);
        edit.Apply(new JsonObject { ["primary_key"] = new JsonArray([.. Field.Select(id => JsonValue.Create(id))]) });
        if (!MayWrite(edit, () => Emit(schema))) return;
        await Client.ConnectionSchemas.SetPrimaryKeyAsync(edit, cancel);
        if (PassThru) Write(await Client.ConnectionSchemas.GetAsync(connectionId, Schema, cancel));
    }

    private void Emit(ConnectionSchema schema)
    {
        if (PassThru) Write(schema);
    }
}
