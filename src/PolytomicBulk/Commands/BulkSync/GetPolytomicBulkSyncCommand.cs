using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Gets bulk syncs: all of them, some by name or state, or by id.</summary>
/// <remarks>
/// <para>Without -Id it lists every bulk sync of the organization, newest change first (API operation bulkSync_list): one request for every 50, the
/// next one while the last are written. Names are compared here, since the service cannot.</para>
/// <para>SourceName and DestinationName are the names of the connections. The session reads them beside the first page of a list (API operation
/// connections_list: one request more) and keeps them for 5 minutes; -Source and -Destination read them afresh. Where the key may not list
/// connections, the names are empty and the ids are there. -Id fills in the names that the session knows, without a request for them.</para>
/// <para>With -Id it reads each sync by itself (API operation bulkSync_get), as many at a time as the session's -ThrottleLimit allows, and emits them
/// in the order of the ids. An id that does not exist is an error for that id; the others still come.</para>
/// <para>Times are in local time, except times of day in schedules, which are in UTC.</para>
/// </remarks>
/// <example>
/// <para>List all bulk syncs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>List the active ones that read from Salesforce.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Source Salesforce -Active
/// </code>
/// </example>
/// <example>
/// <para>List those that read or write one connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>Show one sync in full.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync -Name 'Salesforce to Snowflake'
/// Get-PolytomicBulkSync -Id $sync.Id | Format-List
/// </code>
/// </example>
/// <example>
/// <para>Write a report.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Select-Object Name, SourceName, DestinationName, Active, DefaultSchedule, UpdatedAt | Export-Csv bulk-syncs.csv
/// </code>
/// </example>
/// <example>
/// <para>See what pausing all syncs of one destination would do.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Destination Snowflake | Disable-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSync", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class GetPolytomicBulkSyncCommand : SessionCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";
    private const string ObjectSet = "InputObject";

    private readonly HashSet<Guid> _connections = [];

    private NamedSyncs? _named;

    /// <summary>Names of syncs, with wildcards, or ids. A name without wildcards that no sync has is an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Only syncs that read one of these connections: names, with wildcards, or ids. A name without wildcards that no connection has is an error.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Source { get; set; }

    /// <summary>Only syncs that write one of these connections, as -Source.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Destination { get; set; }

    /// <summary>Only syncs whose schedules fire.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter Active { get; set; }

    /// <summary>Only syncs that are paused.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter Paused { get; set; }

    /// <summary>Ids of syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Bulk syncs, ids, names, and rows, such as those of a CSV file; executions, statuses and other parts of a bulk sync stand for it, too. A row has
    /// the Id or SyncId of a bulk sync, or its Name where it has no id. A connection stands for the bulk syncs that read or write it.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>Has the service ask the source for its tables first. It can take a while, and a longer -TimeoutSec.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter RefreshSchemas { get; set; }

    private bool? Wanted => Active ? true : Paused ? false : null;

    private string What => Wanted switch { true => "active bulk sync", false => "paused bulk sync", null => "bulk sync" };

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        if (Active && Paused)
        {
            ThrowTerminatingError(ErrorRecords.InvalidArgument("-Active and -Paused exclude each other. Leave both out to get all bulk syncs."));
        }

        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName == IdSet) await GetAsync(Id, cancel);
        else if (ParameterSetName == ObjectSet) await FindAsync(cancel);
        else
        {
            var connections = new NamedConnections(Client, Fail);
            var sources = Source is null ? null : await connections.MatchAsync(Source, cancel);
            var destinations = Destination is null ? null : await connections.MatchAsync(Destination, cancel);
            await ListAsync(sync => IsOf(sources, sync.SourceConnectionId) && IsOf(destinations, sync.DestinationConnectionId), cancel);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_connections.Count == 0) return;
        await ListAsync(sync => IsOf(_connections, sync.SourceConnectionId) || IsOf(_connections, sync.DestinationConnectionId), cancel);
    }

    private Task GetAsync(IEnumerable<Guid> ids, CancellationToken cancel) =>
        SendAsync(ids, id => Client.BulkSyncs.GetAsync(id, RefreshSchemas, cancel), WriteWantedAsync);

    /// <summary>Connections stand for the syncs that read or write them, which are listed at the end.</summary>
    private async Task FindAsync(CancellationToken cancel)
    {
        var connections = InputObject.ToLookup(item => SyncInput.ConnectionIdOf(item) is not null);
        _connections.UnionWith(connections[true].Select(item => SyncInput.ConnectionIdOf(item)!.Value));
        _named ??= new(this, Client, takesWildcards: true);
        await GetAsync((await _named.FindAsync(ReadInput(connections[false], takesParts: true), cancel)).Select(sync => sync.Id!.Value), cancel);
    }

    private async Task ListAsync(Predicate<BulkSync> isWanted, CancellationToken cancel)
    {
        var ids = (Name ?? []).Where(name => Guid.TryParse(name, out _)).Distinct().ToArray();
        var names = Name?.Except(ids).ToArray();
        await SendAsync(ids.Select(Guid.Parse), id => Client.BulkSyncs.GetAsync(id, cancel: cancel), WriteWantedAsync);
        await FlushAsync();
        if (names is []) return;
        await ForEachNamedAsync(Client.BulkSyncs.ListWithNamesAsync(Wanted, cancel), sync => sync.Name, names, What, WriteIfWanted, cancel);

        void WriteIfWanted(BulkSync sync)
        {
            if (isWanted(sync)) Write(sync);
        }
    }

    private async Task WriteWantedAsync(Guid id, Task<BulkSync> request)
    {
        var sync = await request;
        if (Wanted is null || sync.Active == Wanted) Write(sync);
        else Fail(ErrorRecords.NoSuchName(What, $"{id}", [], $"The bulk sync with this id is {(sync.Active == true ? "active" : "paused")}."));
    }

    private static bool IsOf(HashSet<Guid>? connections, Guid? id) => connections is null || (id is { } known && connections.Contains(known));
}
