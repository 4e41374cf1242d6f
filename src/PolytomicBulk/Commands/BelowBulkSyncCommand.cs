namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets for executions, schemas and schedules of a bulk sync.</summary>
public abstract class BelowBulkSyncCommand : SessionCommand
{
    private NamedSyncs? _named;
    private Guid[]? _byName;
    private bool _isNameTyped;

    /// <summary>Specifies the id of the bulk sync. To specify the name instead, use -SyncName.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SyncFrom(TakesParts = true, NameParameter = "-SyncName")]
    [ArgumentCompleter(typeof(SyncCompleter))]
    public virtual Guid SyncId { get; set; }

    /// <summary>
    /// Specifies the full name of the bulk sync. You can also pipe names. Case does not matter. If no bulk sync or several bulk syncs have a name, you
    /// get an error. The lookup takes 1 request for up to 50 bulk syncs, or 2 for every 50 if there are more (API operation bulkSync_list).
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SyncFrom(TakesParts = true)]
    [ArgumentCompleter(typeof(SyncNameCompleter))]
    public virtual string? SyncName { get; set; }

    /// <summary>Whether -Id was typed. If it was not, the pipeline can bind it, also to the name or id of a bulk sync.</summary>
    private protected bool IsIdTyped { get; private set; }

    private protected override Task BeginAsync(CancellationToken cancel)
    {
        _isNameTyped = SyncName is not null;
        IsIdTyped = MyInvocation.BoundParameters.ContainsKey("Id");
        return base.BeginAsync(cancel);
    }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        // A piped object also sets SyncId, or its id is that of an execution or schedule.
        var name = !_isNameTyped && Guid.TryParse(SyncName, out _) && (SyncId != Guid.Empty || TakesOwnIds) ? null : SyncName;
        if (SyncId == Guid.Empty && name is null && TakesAll && !MyInvocation.ExpectingInput)
        {
            await foreach (var sync in WholeIfFollowed(Client.BulkSyncs.ListAsync(cancel: cancel), cancel))
            {
                if (sync.Id is not null) await ProcessAsync(sync, cancel);
            }
        }
        else if (SyncId == Guid.Empty && name is null)
        {
            Fail(
                $"Specify a bulk sync: {MyInvocation.MyCommand.Name} -SyncName 'its name', or -SyncId, or pipe a bulk sync from Get-PolytomicBulkSync.",
                PipedObject);
        }
        else if (name is null) await ProcessAsync(SyncId, cancel);
        else if (SyncId == Guid.Empty)
        {
            foreach (var syncId in await FindAsync(name, cancel)) await ProcessAsync(syncId, cancel);
        }
        else
        {
            Fail($"The input already specifies bulk sync {SyncId}, so -SyncName '{name}' cannot be used. Omit one of the two.", PipedObject);
        }
    }

    private async Task<Guid[]> FindAsync(string name, CancellationToken cancel)
    {
        _named ??= new NamedSyncs(this, Client, takesWildcards: false);
        if (!_isNameTyped) return await _named.FindIdsAsync([name], cancel);
        // A typed name is looked up once, so it causes one error at most.
        return _byName ??= await _named.FindIdsAsync([name], cancel);
    }

    private protected abstract Task ProcessAsync(Guid syncId, CancellationToken cancel);

    /// <summary>Processes a bulk sync that was already read.</summary>
    private protected virtual Task ProcessAsync(BulkSync sync, CancellationToken cancel) => ProcessAsync(sync.Id!.Value, cancel);

    /// <summary>Whether the command processes all bulk syncs if none is specified.</summary>
    private protected virtual bool TakesAll => false;

    /// <summary>Whether a piped id is that of an execution, schema or schedule and not of a bulk sync.</summary>
    private protected virtual bool TakesOwnIds => false;

    /// <summary>Whether an id is not the bulk sync's own, which a piped bulk sync has in the same property. If it is, this is an error.</summary>
    private protected bool IsBelow(string id, Guid syncId, string kind, string advice)
    {
        if (!Guid.TryParse(id, out var own) || own != syncId) return true;
        Fail($"{id} is a bulk sync, not {kind}. {advice}", id);
        return false;
    }
}
