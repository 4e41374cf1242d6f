namespace PolytomicBulk.Commands;

/// <summary>Gets the console log of an execution, or of one of its schemas.</summary>
/// <remarks>
/// <para>Specify a bulk sync to read the log of its last execution, or pipe an execution to this command. Entries are returned oldest first, with
/// local times. The service keeps the 50 most recent entries. To download the complete log files, use Save-PolytomicBulkSyncLog. Use -Follow to watch
/// a running execution.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each page of up to 50 entries (API operation executions_getConsoleLogs, or executions_getSchemaConsoleLogs with -Schema). -Follow
/// checks for new entries and the status (executions_get) every 2 to 10 seconds until the execution ends. Each entry is returned once.</para>
/// </notes>
/// <example>
/// <para>Get the log of the last execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncLog 'Salesforce to Snowflake'
/// </code>
/// </example>
/// <example>
/// <para>Show what went wrong in the last execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncLog 'Zendesk to Snowflake' | Where-Object Level -ne info
/// </code>
/// </example>
/// <example>
/// <para>Show how the last executions ended.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncExecution 'Salesforce to Snowflake' -First 2 | Get-PolytomicBulkSyncLog -Tail 5
/// </code>
/// </example>
/// <seealso cref="SavePolytomicBulkSyncLogCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncLog", HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncLog.md")]
[OutputType(typeof(BulkSyncLogEntry))]
public sealed class GetPolytomicBulkSyncLogCommand : ExecutionLogCommand
{
    /// <summary>Specifies the id of a schema. The command gets only the log of that schema.</summary>
    /// <value>The log of the whole execution</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SchemaId")]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    public string? Schema { get; set; }

    /// <summary>Specifies the number of entries to return from the end of the log. With -Follow, 0 returns only new entries.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Tail { get; set; }

    /// <summary>Waits for new entries and returns them, until the execution ends.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private protected override Task ReadAsync(Guid syncId, Guid? executionId, CancellationToken cancel)
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
