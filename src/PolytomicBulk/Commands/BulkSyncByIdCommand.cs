namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that act on each bulk sync they are given.</summary>
public abstract class BulkSyncByIdCommand : SessionCommand
{
    private NamedSyncs? _named;

    /// <summary>Specifies the ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public virtual Guid[] Id { get; set; } = [];

    /// <summary>
    /// Specifies the full names of bulk syncs. Case does not matter. If no bulk sync or several bulk syncs have a name, you get an error. The lookup
    /// takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public virtual string[] Name { get; set; } = [];

    /// <summary>
    /// Specifies bulk syncs, their statuses, ids, names, or rows such as those of a CSV file. A row needs an Id column, or a Name column if it has no
    /// id. Executions and schemas are not accepted, because the command acts on the whole bulk sync.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public virtual object[] InputObject { get; set; } = [];

    /// <summary>Whether the command only reads. Names may then have wildcards, and an execution or schema stands for its bulk sync.</summary>
    private protected virtual bool OnlyReads => false;

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        // Before a command changes something, it finds all bulk syncs, so that it changes nothing if errors end the pipeline.
        if (!OnlyReads) await ForEachAsync(await FindIdsAsync(cancel), ProcessAsync, cancel);
        else await foreach (var sync in Named.FindEachAsync(Given, cancel)) await ForEachAsync([sync.Id!.Value], ProcessAsync, cancel);
    }

    private protected abstract Task ProcessAsync(Guid id, CancellationToken cancel);

    private protected async Task<Guid[]> FindIdsAsync(CancellationToken cancel) => [.. (await FindAsync(cancel)).Select(sync => sync.Id!.Value)];

    /// <summary>The selected bulk syncs, with the time of the last change that the input has.</summary>
    private protected Task<List<SyncReference>> FindAsync(CancellationToken cancel) => Named.FindAsync(Given, cancel);

    private IEnumerable<SyncReference> Given => Id.Length > 0 ? Id.Select(id => new SyncReference(id))
        : Name.Length > 0 ? Name.Select(name => SyncInput.Read(name, OnlyReads))
        : ReadInput(InputObject, OnlyReads);

    private NamedSyncs Named => _named ??= new(this, Client, OnlyReads);
}
