using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets that do one thing with each bulk sync they are given.</summary>
public abstract class BulkSyncByIdCommand : SessionCommand
{
    private protected const string IdSet = "Id";
    private protected const string NameSet = "Name";

    /// <summary>Ids of bulk syncs.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("SyncId")]
    [IdFrom("SyncId", "-Name takes the name of a bulk sync.")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public virtual Guid[] Id { get; set; } = [];

    /// <summary>
    /// Names of bulk syncs, in full and in either case; they are looked up first, with one request for up to 50 bulk syncs, else with two for every 50
    /// (API operation bulkSync_list). It is an error if no sync or more than one has the name.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [IdFrom("SyncId")]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public virtual string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel) => await ForEachAsync(await FindIdsAsync(cancel), ProcessAsync, cancel);

    /// <summary>What is done with one sync.</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected abstract Task ProcessAsync(Guid id, CancellationToken cancel);

    /// <summary>The ids of the syncs that are meant.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    private protected Task<Guid[]> FindIdsAsync(CancellationToken cancel)
    {
        if (ParameterSetName != NameSet) return Task.FromResult(Id);
        var takesWildcards = GetType().GetProperty(nameof(Name))!.IsDefined(typeof(SupportsWildcardsAttribute), inherit: false);
        if (!takesWildcards && NamedSyncs.RefuseWildcards(Name, "-Name", MyInvocation.MyCommand.Name) is { } refusal) ThrowTerminatingError(refusal);
        return NamedSyncs.FindAsync(Client, Name, Fail, cancel);
    }
}
