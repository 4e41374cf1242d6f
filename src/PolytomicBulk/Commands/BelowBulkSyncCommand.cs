namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets for what is below a bulk sync: its executions, schemas and schedules.</summary>
public abstract class BelowBulkSyncCommand : SessionCommand
{
    private NamedSyncs? _named;
    private Guid[]? _byName;
    private bool _isNameTyped;

    /// <summary>Specifies the id of the bulk sync. Use -SyncName to give the name instead.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SyncFrom(TakesParts = true, NameParameter = "-SyncName")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public virtual Guid SyncId { get; set; }

    /// <summary>
    /// Specifies the full name of the bulk sync. You can also pipe names. Case does not matter. If no bulk sync or several bulk syncs have a name, you get
    /// an error. The lookup takes one request for up to 50 bulk syncs, and two for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public virtual string? SyncName { get; set; }

    private protected override Task BeginAsync(CancellationToken cancel)
    {
        _isNameTyped = SyncName is not null;
        return base.BeginAsync(cancel);
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        // An object from the pipeline stands for its sync here, and says it in SyncId, too. Or its id is of what is below the sync.
        var name = !_isNameTyped && Guid.TryParse(SyncName, out _) && (SyncId != Guid.Empty || TakesOwnIds) ? null : SyncName;
        if (SyncId == Guid.Empty && name is null && TakesAll && !MyInvocation.ExpectingInput)
        {
            await foreach (var sync in Client.BulkSyncs.ListAsync(cancel: cancel))
            {
                if (sync.Id is not null) await ProcessAsync(sync, cancel);
            }
        }
        else if (SyncId == Guid.Empty && name is null)
        {
            Refuse(
                $"Specify a bulk sync: {MyInvocation.MyCommand.Name} -SyncName 'its name', "
                    + "or -SyncId, or pipe a bulk sync from Get-PolytomicBulkSync.");
        }
        else if (name is null) await ProcessAsync(SyncId, cancel);
        else if (SyncId == Guid.Empty)
        {
            foreach (var syncId in await FindAsync(name, cancel)) await ProcessAsync(syncId, cancel);
        }
        else
        {
            Refuse(
                $"The input already specifies bulk sync {SyncId}, so -SyncName '{name}' cannot be used. "
                    + "Omit one of the two.");
        }
    }

    private async Task<Guid[]> FindAsync(string name, CancellationToken cancel)
    {
        _named ??= new NamedSyncs(this, Client, takesWildcards: false);
        if (!_isNameTyped) return await _named.FindIdsAsync([name], cancel);
        // One error for the name, however many objects there are.
        return _byName ??= await _named.FindIdsAsync([name], cancel);
    }

    /// <summary>What is done below one sync.</summary>
    private protected abstract Task ProcessAsync(Guid syncId, CancellationToken cancel);

    /// <summary>The same for a sync that has been read.</summary>
    private protected virtual Task ProcessAsync(BulkSync sync, CancellationToken cancel) => ProcessAsync(sync.Id!.Value, cancel);

    /// <summary>Whether all bulk syncs are meant where none is named.</summary>
    private protected virtual bool TakesAll => false;

    /// <summary>Whether an id from the pipeline is that of what is below the sync, and not the sync's.</summary>
    private protected virtual bool TakesOwnIds => false;

    /// <summary>Whether an id below a sync is not the sync's own, which a sync that is piped in has under the same name. Says so where it is.</summary>
    private protected bool IsBelow(string id, Guid syncId, string kind, string advice)
    {
        if (!Guid.TryParse(id, out var own) || own != syncId) return true;
        Fail(ErrorRecords.InvalidArgument($"{id} is a bulk sync, not {kind}. {advice}", id));
        return false;
    }

    private void Refuse(string message) => Fail(ErrorRecords.InvalidArgument(message));
}
