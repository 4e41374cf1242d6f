namespace PolytomicBulk.Commands;

/// <summary>Gets bulk syncs.</summary>
/// <remarks>
/// <para>Without parameters, this command lists every bulk sync of the organization, the most recently changed first. Use -Name, -Source,
/// -Destination, -Active or -Paused to narrow the list.</para>
/// <para>With -Id, the command reads each bulk sync and returns them in the order of the ids. If an id does not exist, you get an error for that id,
/// and the others are still returned.</para>
/// <para>Times are in local time. Times of day in schedules are in UTC.</para>
/// </remarks>
/// <notes>
/// <para>SourceName and DestinationName are the names of the connections. The session reads the names with the first list and keeps them for 5 minutes.
/// -Source and -Destination always read them again. If your key cannot list connections, the names are empty, but the ids are not. With -Id, SourceName and
/// DestinationName have values only if the session already knows the names. PolicyNames contains the names of policies that the session has read, for
/// example with Get-PolytomicPolicy. For other policies, it contains the ids.</para>
/// <para>If a command follows in the pipeline that can change bulk syncs, such as Disable-PolytomicBulkSync or ForEach-Object, the whole list of bulk syncs
/// is read before the first object is returned. Otherwise, the change could move
/// the rest of the list, and bulk syncs would be skipped.</para>
/// <para>Requests: 1 for every 50 bulk syncs (API operation bulkSync_list), and 1 for the names of the connections (connections_list). With -Id, 1
/// for each id (bulkSync_get), as many at a time as the session's -ThrottleLimit allows.</para>
/// </notes>
/// <example>
/// <para>List all bulk syncs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>List the active bulk syncs that read from Salesforce.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Source Salesforce -Active
/// </code>
/// </example>
/// <example>
/// <para>List the bulk syncs that read from or write to a connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection 'Orders database' | Get-PolytomicBulkSync
/// </code>
/// </example>
/// <example>
/// <para>Show all properties of one bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $sync = Get-PolytomicBulkSync -Name 'Salesforce to Snowflake'
/// Get-PolytomicBulkSync -Id $sync.Id | Format-List
/// </code>
/// </example>
/// <example>
/// <para>Show who made the most recent changes.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync | Select-Object -First 5 Name, UpdatedAt, UpdatedBy
/// </code>
/// </example>
/// <example>
/// <para>Write all bulk syncs to a CSV file.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync |
///     Select-Object Name, SourceName, DestinationName, Active, DefaultSchedule, UpdatedAt |
///     Export-Csv bulk-syncs.csv
/// </code>
/// </example>
/// <example>
/// <para>Preview pausing all bulk syncs of one destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Destination Snowflake | Disable-PolytomicBulkSync -WhatIf
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicBulkSync", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class GetPolytomicBulkSyncCommand : SessionCommand
{
    private readonly HashSet<Guid> _connections = [];

    private NamedSyncs? _named;

    /// <summary>Specifies names or ids of bulk syncs. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Returns only bulk syncs that read from these connections. Specify the names or ids of the connections. Wildcards are permitted. If a name without
    /// wildcards does not exist, you get an error.
    /// </summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Source { get; set; }

    /// <summary>Returns only bulk syncs that write to these connections. Specify the names or ids of the connections, as for -Source.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdFrom("ConnectionId")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Destination { get; set; }

    /// <summary>Returns only active bulk syncs, whose schedules run.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter Active { get; set; }

    /// <summary>Returns only paused bulk syncs.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter Paused { get; set; }

    /// <summary>Specifies the ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(TakesParts = true, NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, ids, names, or rows such as those of a CSV file. An execution, a status or another part of a bulk sync selects that bulk
    /// sync. A connection selects the bulk syncs that read from it or write to it. A row needs an Id or SyncId column, or a Name column if it has no
    /// id.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public object[] InputObject { get; set; } = [];

    /// <summary>
    /// Refreshes the schemas from the source before the bulk sync is returned. This can take several minutes. If the request times out, connect with a
    /// longer -TimeoutSec.
    /// </summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SwitchParameter RefreshSchemas { get; set; }

    private bool? Wanted => Active ? true : Paused ? false : null;

    private string What => Wanted switch { true => "active bulk sync", false => "paused bulk sync", null => "bulk sync" };

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (Active && Paused) Refuse("-Active and -Paused cannot be used together. Omit both to get all bulk syncs.");
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
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

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        if (_connections.Count == 0) return;
        await ListAsync(sync => IsOf(_connections, sync.SourceConnectionId) || IsOf(_connections, sync.DestinationConnectionId), cancel);
    }

    private Task GetAsync(IEnumerable<Guid> ids, CancellationToken cancel) =>
        SendAsync(ids, id => Client.BulkSyncs.GetAsync(id, RefreshSchemas, cancel), WriteWantedAsync);

    /// <summary>A connection stands for the bulk syncs that use it, which are listed at the end.</summary>
    private async Task FindAsync(CancellationToken cancel)
    {
        var connections = InputObject.ToLookup(item => SyncInput.ConnectionIdOf(item) is not null);
        _connections.UnionWith(connections[true].Select(item => SyncInput.ConnectionIdOf(item)!.Value));
        _named ??= new(this, Client, takesWildcards: true);
        var given = ReadInput(connections[false], takesParts: true);
        await foreach (var sync in _named.FindEachAsync(given, cancel)) await GetAsync([sync.Id!.Value], cancel);
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
