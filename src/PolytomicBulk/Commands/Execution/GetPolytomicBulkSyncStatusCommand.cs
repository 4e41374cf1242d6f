namespace PolytomicBulk.Commands;

/// <summary>Gets the current status, the last execution and the next run of bulk syncs.</summary>
/// <remarks>
/// <para>Without -Id and -Name, this command gets the status of all bulk syncs. Use -Active to omit paused ones. Status, StartedAt, CompletedAt,
/// Duration, RecordCount and StatusMessage describe the current execution, or the last one if none is running.</para>
/// <para>-Summary is faster for many bulk syncs. It returns only the status of the current or last execution and of its schemas, without times and
/// messages.</para>
/// </remarks>
/// <notes>
/// <para>The service returns only the ids of bulk syncs. SyncName has a value if the session has already read the bulk sync, for example with
/// Get-PolytomicBulkSync.</para>
/// <para>If a command follows in the pipeline that can change bulk syncs, such as Disable-PolytomicBulkSync or ForEach-Object, the whole list of bulk syncs
/// is read before the first object is returned.</para>
/// <para>Requests: 1 for each bulk sync (API operation bulkSync_getStatus), as many at a time as the session's -ThrottleLimit allows, and 1 for every 50
/// to list them (bulkSync_list). With -Summary, 1 for all bulk syncs, or 1 for every 40 ids (executions_listStatus).</para>
/// </notes>
/// <example>
/// <para>Show the status of every bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSyncStatus
/// </code>
/// </example>
/// <example>
/// <para>Show the last execution of one bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $status = Get-PolytomicBulkSyncStatus -Name 'Stripe to BigQuery'
/// $status.LastExecution
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="WaitPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSyncStatus", DefaultParameterSetName = AllSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSyncStatus.md")]
[OutputType(typeof(BulkSyncStatus))]
[OutputType(typeof(BulkSyncExecutionStatus))]
public sealed class GetPolytomicBulkSyncStatusCommand : BulkSyncByIdCommand
{
    private const string AllSet = "All";
    private const string ActiveSet = "Active";

    private readonly List<(Guid Id, object?[]? Variables)> _given = [];

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public override Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies names of bulk syncs. Wildcards are permitted. If no bulk sync or several bulk syncs have a name without wildcards, you get an error. The
    /// lookup takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public override string[] Name { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, ids, names, or rows such as those of a CSV file. An execution, a status or another part of a bulk sync selects that bulk
    /// sync. A row needs an Id or SyncId column, or a Name column if it has no id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public override object[] InputObject { get; set; } = [];

    /// <summary>Returns a short status of each bulk sync, without times and messages. This takes fewer requests.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Gets the status of every bulk sync of the organization. This is the default.</summary>
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>Gets the status of every active bulk sync.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ActiveSet)]
    public SwitchParameter Active { get; set; }

    private protected override bool OnlyReads => true;

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName is not (AllSet or ActiveSet)) await base.ProcessAsync(cancel);
        else if (Summary) foreach (var status in await Client.Executions.ListStatusAsync(onlyActive: Active, cancel)) Write(status);
        else
        {
            await foreach (var sync in WholeIfFollowed(Client.BulkSyncs.ListAsync(Active ? true : null, cancel), cancel))
            {
                if (sync.Id is { } id) await ProcessAsync(id, cancel);
            }
        }
    }

    private protected override Task ProcessAsync(Guid id, CancellationToken cancel)
    {
        if (!Summary) return SendAsync([id], id => Client.BulkSyncs.GetStatusAsync(id, cancel), WriteAsync);
        _given.Add((id, PipelineValues()));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_given.Count == 0) return;
        var ids = _given.ConvertAll(one => one.Id);
        try
        {
            Summarize(await Client.Executions.ListStatusAsync(ids, cancel));
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound && ids.Count > 1)
        {
            // A bulk sync that does not exist must not hide the others.
            await SendAsync(ids, id => Client.Executions.ListStatusAsync([id], cancel), async (id, found) => Summarize(id, await found));
            await FlushAsync();
        }
    }

    private void Summarize(IReadOnlyList<BulkSyncExecutionStatus> statuses)
    {
        foreach (var (id, variables) in _given) AsOf(variables, () => Summarize(id, statuses));
    }

    private void Summarize(Guid id, IReadOnlyList<BulkSyncExecutionStatus> statuses)
    {
        if (statuses.FirstOrDefault(status => status.SyncId == id) is { } found) Write(found);
        else Fail(ErrorRecords.NoStatus(id, InWords(id)));
    }
}
