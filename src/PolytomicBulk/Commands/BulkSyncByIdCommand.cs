using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that do one thing with each bulk sync they are given.</summary>
public abstract class BulkSyncByIdCommand : SessionCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";
    private protected const string ObjectSet = "InputObject";

    private NamedSyncs? _named;

    /// <summary>Ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [SyncFrom(NameParameter = "-Name")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public virtual Guid[] Id { get; set; } = [];

    /// <summary>
    /// Names of bulk syncs, in full and in either case; they are looked up first, with one request for up to 50 bulk syncs, else with two for every 50
    /// (API operation bulkSync_list). It is an error if no sync or more than one has the name.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SyncFrom]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public virtual string[] Name { get; set; } = [];

    /// <summary>
    /// Bulk syncs and their statuses, ids, names, and rows, such as those of a CSV file. A row has the Id of a bulk sync, or its Name where it has no
    /// id. Parts of a bulk sync, such as executions and schemas, do not stand for the sync, and are an error.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public virtual object[] InputObject { get; set; } = [];

    /// <summary>Whether the command changes nothing: then a name may have wildcards, and a part of a sync stands for the sync.</summary>
    private protected virtual bool OnlyReads => false;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel) => await ForEachAsync(await FindIdsAsync(cancel), ProcessAsync, cancel);

    /// <summary>What is done with one sync.</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ProcessAsync(Guid id, CancellationToken cancel);

    /// <summary>The ids of the syncs that are meant.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    private protected async Task<Guid[]> FindIdsAsync(CancellationToken cancel) => [.. (await FindAsync(cancel)).Select(sync => sync.Id!.Value)];

    /// <summary>The syncs that are meant, with what the input says of them.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    private protected Task<List<SyncReference>> FindAsync(CancellationToken cancel)
    {
        var given = Id.Length > 0 ? [.. Id.Select(id => new SyncReference(id))]
            : Name.Length > 0 ? [.. Name.Select(name => SyncInput.Read(name, OnlyReads))]
            : ReadInput(InputObject, OnlyReads);
        _named ??= new(this, Client, OnlyReads);
        return _named.FindAsync(given, cancel);
    }
}
