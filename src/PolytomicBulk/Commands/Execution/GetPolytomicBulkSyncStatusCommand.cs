using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Gets what bulk syncs do now, what they did last and when they run next.</summary>
/// <remarks>
/// <para>It reads each sync's status in full, with the current and the last execution (API operation bulkSync_getStatus): one request a sync, as many
/// at a time as the session's -ThrottleLimit allows. Status, StartedAt, CompletedAt, Duration, RecordCount and StatusMessage are those of the current
/// execution, or else of the last. Without -Id and -Name it is of all syncs, or with -Active of those whose schedules fire; the syncs are listed
/// first, with one request for every 50 (API operation bulkSync_list).</para>
/// <para>With -Summary it reads only the state of the current or last execution and its schemas (API operation executions_listStatus): one request
/// for all or -Active, and one for every 40 ids. That is the cheap way, without times and messages.</para>
/// <para>The answers hold ids and no names. SyncName is filled, and shown in the table, for each sync that the session has read before, as
/// Get-PolytomicBulkSync does.</para>
/// </remarks>
/// <example>
/// <para>Show the state of every sync at a glance.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncStatus
/// </code>
/// </example>
/// <example>
/// <para>Show one sync's last execution.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $status = Get-PolytomicBulkSyncStatus -Name 'Stripe to BigQuery'
/// $status.LastExecution
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="WaitPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncStatus", DefaultParameterSetName = AllSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncStatus.md")]
[OutputType(typeof(BulkSyncStatus))]
[OutputType(typeof(BulkSyncExecutionStatus))]
public sealed class GetPolytomicBulkSyncStatusCommand : BulkSyncByIdCommand
{
    private const string AllSet = "All";
    private const string ActiveSet = "Active";

    private readonly List<Guid> _ids = [];
    private readonly List<object?[]?> _variables = [];

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid[] Id { get; set; } = [];

    /// <summary>
    /// Names of bulk syncs, with wildcards; they are looked up first, with one request for up to 50 bulk syncs, else with two for every 50 (API
    /// operation bulkSync_list). For a name without wildcards, it is an error if no sync or more than one has it.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>
    /// Bulk syncs, ids, names, and rows, such as those of a CSV file; executions, statuses and other parts of a bulk sync stand for it, too. A row has
    /// the Id or SyncId of a bulk sync, or its Name where it has no id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override object[] InputObject { get; set; } = [];

    /// <summary>Reads the states in short, of all syncs together.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Of every bulk sync of the organization, as without a parameter.</summary>
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>Of every bulk sync whose schedules fire.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ActiveSet)]
    public SwitchParameter Active { get; set; }

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName is not (AllSet or ActiveSet)) await base.ProcessAsync(cancel);
        else if (Summary) foreach (var status in await Client.Executions.ListStatusAsync(onlyActive: Active, cancel)) Write(status);
        else
        {
            await foreach (var sync in Client.BulkSyncs.ListAsync(Active ? true : null, cancel))
            {
                if (sync.Id is { } id) await ProcessAsync(id, cancel);
            }
        }
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        if (!Summary) return SendAsync([id], id => Client.BulkSyncs.GetStatusAsync(id, cancel), WriteAsync);
        _ids.Add(id);
        _variables.Add(PipelineValues());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_ids.Count == 0) return;
        try
        {
            await SummarizeAsync(await Client.Executions.ListStatusAsync(_ids, cancel));
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound && _ids.Count > 1)
        {
            // One that does not exist must not hide the others.
            await SendAsync(_ids, id => Client.Executions.ListStatusAsync([id], cancel), async (id, found) => Summarize(id, await found));
            await FlushAsync();
        }
    }

    private async Task SummarizeAsync(IReadOnlyList<BulkSyncExecutionStatus> statuses)
    {
        for (var i = 0; i < _ids.Count; i++)
        {
            var id = _ids[i];
            await AsOfAsync(_variables[i], () => Summarize(id, statuses));
        }
    }

    private void Summarize(Guid id, IReadOnlyList<BulkSyncExecutionStatus> statuses)
    {
        if (statuses.FirstOrDefault(status => status.SyncId == id) is { } found) Write(found);
        else Fail(ErrorRecords.NoStatus(id, InWords(id)));
    }
}
