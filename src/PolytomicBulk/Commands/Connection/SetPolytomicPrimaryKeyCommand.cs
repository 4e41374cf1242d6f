namespace PolytomicBulk.Commands;

/// <summary>Sets the primary key of a schema of a connection.</summary>
/// <remarks>
/// <para>Use this command if the source has no primary key or the wrong one. The fields that you specify replace the current key. If they are already the
/// key, the command writes nothing. -WhatIf shows the change. To go back to the key of the source, use Reset-PolytomicPrimaryKey.</para>
/// <para>Bulk syncs use the new key the next time they run. Records that were synced with the old key may need a resync.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 to read each schema (API operation connectionSchemas_get), and 1 to write it if it changes (connectionSchemas_setPrimaryKeys).
/// With -PassThru, 1 more.</para>
/// </notes>
/// <example>
/// <para>Make two fields the primary key.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// $lines = @{ ConnectionId = $connection.Id; Schema = 'public.order lines' }
/// Set-PolytomicPrimaryKey @lines -Field order_id, sku -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Preview setting the primary key of a schema that has none in the source.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' |
///     Set-PolytomicPrimaryKey -Schema 'legacy.Orders 2019/2020 (#1, 5%)' -Field id -WhatIf
/// </code>
/// </example>
/// <seealso cref="ResetPolytomicPrimaryKeyCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicPrimaryKey", SupportsShouldProcess = true, HelpUri = HelpPages.Cmdlets + "Set-PolytomicPrimaryKey.md")]
[OutputType(typeof(ConnectionSchema))]
public sealed class SetPolytomicPrimaryKeyCommand : SchemaOfConnectionCommand
{
    /// <summary>Specifies the ids of all fields of the primary key.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [Alias("FieldId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public string[] Field { get; set; } = [];

    /// <summary>Returns the schema after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        var (edit, schema) = await Client.ConnectionSchemas.EditPrimaryKeyAsync(connectionId, Schema, cancel);
        edit.Apply(new JsonObject { ["primary_key"] = new JsonArray([.. Field.Select(id => JsonValue.Create(id))]) });
        if (!MayWrite(edit, () => Emit(schema))) return;
        await Client.ConnectionSchemas.SetPrimaryKeyAsync(edit, cancel);
        if (PassThru) Write(await ReadBackAsync("The primary key was set.", Client.ConnectionSchemas.GetAsync(connectionId, Schema, cancel)));
    }

    private void Emit(ConnectionSchema schema)
    {
        if (PassThru) Write(schema);
    }
}
