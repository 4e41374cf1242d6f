namespace PolytomicBulk.Commands;

/// <summary>Cancels single schemas of a running bulk sync. The other schemas continue.</summary>
/// <remarks>
/// <para>The service accepts the request at once and ends the schema some time later. To cancel the whole execution, use
/// Stop-PolytomicBulkSync.</para>
/// <para>The command asks for confirmation unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each schema (API operation bulkSchemas_cancel).</para>
/// </notes>
/// <example>
/// <para>Cancel one schema, and let the others finish.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Orders database to BigQuery'
/// Stop-PolytomicBulkSyncSchema -SyncId $sync.Id -Id public.orders -Force
/// </code>
/// </example>
/// <example>
/// <para>Preview which schemas would be canceled.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncSchema 'Stripe to BigQuery' -Enabled | Stop-PolytomicBulkSyncSchema -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncSchemaCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "PolytomicBulkSyncSchema", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Stop-PolytomicBulkSyncSchema.md")]
public sealed class StopPolytomicBulkSyncSchemaCommand : SchemaOfBulkSyncCommand
{
    /// <summary>Specifies the ids of schemas.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SchemaId", "Schema")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Cancels without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        SendAsync(Id.Where(id => MayStop(syncId, id)), id => SuggestAsync(syncId, id, Client.Schemas.CancelAsync(syncId, id, cancel), cancel));

    private bool MayStop(Guid syncId, string id) =>
        IsBelow(id, syncId, "a schema", "To get schemas, use Get-PolytomicBulkSyncSchema. To cancel the whole execution, use Stop-PolytomicBulkSync.")
        && MayProcess($"schema '{id}' of {InWords(syncId)}", "Cancel the schema in the running execution", id);
}
