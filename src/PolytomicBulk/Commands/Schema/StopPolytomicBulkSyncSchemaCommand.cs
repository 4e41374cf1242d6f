using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Cancels what is running of single schemas of a bulk sync; the rest of the run goes on.</summary>
/// <remarks>
/// <para>Sends one request for each schema (API operation bulkSchemas_cancel). The service takes note and answers at once; the schema ends some time
/// later.</para>
/// <para>It asks first, unless -Force is given.</para>
/// </remarks>
/// <example>
/// <para>Cancel one table, and let the others finish.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync 'Orders database to BigQuery'
/// Stop-PolytomicBulkSyncSchema -SyncId $sync.Id -Id public.orders -Force
/// </code>
/// </example>
/// <example>
/// <para>See which tables would be cancelled.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'Stripe to BigQuery' | Get-PolytomicBulkSyncSchema -Enabled | Stop-PolytomicBulkSyncSchema -WhatIf
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncSchemaCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "PolytomicBulkSyncSchema", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Stop-PolytomicBulkSyncSchema.md")]
public sealed class StopPolytomicBulkSyncSchemaCommand : SchemaOfBulkSyncCommand
{
    /// <summary>Ids of schemas.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SchemaId", "Schema")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid syncId, CancellationToken cancel) =>
        SendAsync(Id.Where(id => MayStop(syncId, id)), id => SuggestAsync(syncId, id, Client.Schemas.CancelAsync(syncId, id, cancel), cancel));

    private bool MayStop(Guid syncId, string id) =>
        IsBelow(id, syncId, "a schema", "Get-PolytomicBulkSyncSchema gives its schemas to pipe in; Stop-PolytomicBulkSync cancels all that runs.")
        && MayProcess($"schema '{id}' of {InWords(syncId)}", "Cancel what is running of it", Force);
}
