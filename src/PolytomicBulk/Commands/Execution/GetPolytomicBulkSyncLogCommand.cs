using System.Management.Automation;
using System.Runtime.CompilerServices;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Reads the console log of an execution, or of one of its schemas.</summary>
/// <remarks>
/// <para>Without an execution, the last one of the sync is read. One request for every 50 entries, the oldest first (API operation
/// executions_getConsoleLogs, or executions_getSchemaConsoleLogs with -Schema). Times are in local time.</para>
/// <para>With -Follow it then asks again every 2 to 10 seconds, for the log and for the execution's state (API operation executions_get), and ends
/// once the execution is over and all is read. Each entry comes once.</para>
/// <para>The complete logs, with the records they are about, are files: Save-PolytomicBulkSyncLog saves them.</para>
/// </remarks>
/// <example>
/// <para>Read the whole log of the last execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncLog 'Salesforce to Snowflake'
/// </code>
/// </example>
/// <example>
/// <para>See only what went wrong with one schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncLog 'Salesforce to Snowflake' -Schema Contact | Where-Object Level -ne info
/// </code>
/// </example>
/// <example>
/// <para>See how the last executions ended.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution 'Salesforce to Snowflake' -First 2 | Get-PolytomicBulkSyncLog -Tail 5
/// </code>
/// </example>
/// <seealso cref="SavePolytomicBulkSyncLogCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncLog",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncLog.md")]
[OutputType(typeof(BulkSyncLogEntry))]
public sealed class GetPolytomicBulkSyncLogCommand : ExecutionLogCommand
{
    /// <summary>The id of a schema, to read only its log.</summary>
    /// <value>The log of the whole execution</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SchemaId")]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>Only so many of the entries that there are, the last ones; 0 with -Follow for none but new ones.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Tail { get; set; }

    /// <summary>Goes on with new entries until the execution is over.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override Task ReadAsync(Guid syncId, Guid? executionId, CancellationToken cancel)
    {
        int? tail = MyInvocation.BoundParameters.ContainsKey(nameof(Tail)) ? Tail : null;
        var schema = string.IsNullOrEmpty(Schema) ? null : Schema;
        return SendListAsync(executionId ?? syncId, ListAsync(syncId, executionId, schema, tail, cancel), cancel);
    }

    private async IAsyncEnumerable<BulkSyncLogEntry> ListAsync(
        Guid syncId, Guid? executionId, string? schema, int? tail, [EnumeratorCancellation] CancellationToken cancel)
    {
        var id = await FindAsync(syncId, executionId, cancel).ConfigureAwait(false);
        await foreach (var entry in Client.Waits.ReadLogAsync(syncId, id, schema, tail, Follow, cancel).ConfigureAwait(false)) yield return entry;
    }
}
