namespace PolytomicBulk.Commands;

/// <summary>Refreshes the schemas of connections from the source.</summary>
/// <remarks>
/// <para>Use this command after schemas or fields in the source have changed. A refresh can take many minutes. Without -Wait, the command returns when the
/// refresh has begun. Use Get-PolytomicConnectionSchema to see when it ends. With -Wait, all connections are refreshed at the same time, and the command
/// returns the status of each when its refresh ends.</para>
/// </remarks>
/// <notes>
/// <para>The service can refresh only connections that it can reach (Status healthy). If you stop the wait with Ctrl+C or -TimeoutSec, the refresh
/// continues.</para>
/// <para>Requests: 1 for each connection (API operation connectionSchemas_refresh). -Wait adds a status check every 2 seconds
/// (connectionSchemas_getStatus).</para>
/// </notes>
/// <example>
/// <para>Refresh the schemas of a connection, and wait for the end.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' | Update-PolytomicConnectionSchema -Wait
/// </code>
/// </example>
/// <example>
/// <para>Refresh the source of a bulk sync without waiting.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync 'HubSpot to Snowflake' | Update-PolytomicConnectionSchema
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
/// <seealso cref="GetPolytomicBulkSourceCommand"/>
[Cmdlet(VerbsData.Update, "PolytomicConnectionSchema", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = HelpPages.Cmdlets + "Update-PolytomicConnectionSchema.md")]
[OutputType(typeof(ConnectionSchemaStatus))]
public sealed class UpdatePolytomicConnectionSchemaCommand : ConnectionCommand
{
    private readonly List<SchemaRefresh> _refreshes = [];
    private readonly List<object?[]?> _variables = [];

    /// <summary>Waits until the refresh has ended, and returns its status.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Specifies how long to wait, in seconds. If a refresh takes longer, you get an error and the refresh continues.</summary>
    /// <value>No limit</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? TimeoutSec { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess(Client.ConnectionNames.InWords(connectionId), "Refresh the schemas", connectionId)) return Task.CompletedTask;
        return SendAsync([connectionId], id => Client.ConnectionSchemas.RefreshAsync(id, cancel), AwaitIfAskedAsync);
    }

    private async Task AwaitIfAskedAsync(Guid connectionId, Task refresh)
    {
        await refresh;
        if (!Wait) return;
        _refreshes.Add(new(connectionId));
        _variables.Add(PipelineValues());
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_refreshes.Count == 0) return;
        TimeSpan? limit = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var progress = new ProgressRecord(0, "Refreshing schemas", "Waiting for the service");
        await foreach (var refresh in Client.Waits.WatchAsync(_refreshes, limit, cancel))
        {
            var ended = _refreshes.Count(refresh => refresh.IsOver);
            progress.StatusDescription = $"{ended} of {_refreshes.Count} connections after {refresh.Elapsed.TotalSeconds:0} s";
            progress.PercentComplete = 100 * ended / _refreshes.Count;
            ShowProgress(progress);
            AsOf(_variables[_refreshes.IndexOf(refresh)], () => Tell(refresh));
        }

        ShowProgress(new ProgressRecord(0, progress.Activity, progress.StatusDescription) { RecordType = ProgressRecordType.Completed });
    }

    private void Tell(SchemaRefresh refresh)
    {
        var id = refresh.ConnectionId;
        if (refresh.Status is { } status) Write(status);
        var advice = $"To see its status, run Get-PolytomicConnectionSchema -ConnectionId {id}.";
        if (refresh.Failure is { } failure) Fail(ErrorRecords.From(failure.With($"The refresh was started. {advice}"), id));
        if (!refresh.TimedOut) return;
        Fail(ErrorRecords.WaitedTooLong(
            $"The schemas of {Client.ConnectionNames.InWords(id)} are still being refreshed after {TimeoutSec} s. The refresh continues. {advice}", id));
    }
}
