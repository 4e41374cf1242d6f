namespace PolytomicBulk.Commands;

/// <summary>Which bulk syncs are meant by what one call of a command is given. The names of all are read once.</summary>
internal sealed class NamedSyncs(SessionCommand command, PolytomicClient client, bool takesWildcards)
{
    private List<BulkSync>? _all;

    /// <summary>What is meant by ids and names, each sync once, in their order.</summary>
    public async Task<List<SyncReference>> FindAsync(IEnumerable<SyncReference> syncs, CancellationToken cancel)
    {
        var found = new List<SyncReference>();
        foreach (var sync in syncs)
        {
            if (sync.Id is not null) found.Add(sync);
            else
            {
                _all ??= await ListAsync(client, cancel);
                found.AddRange(Find(sync.Name!).Select(one => new SyncReference(one.Id, one.Name)));
            }
        }

        return [.. found.GroupBy(sync => sync.Id).Select(same => same.First())];
    }

    /// <summary>The same for texts, each an id or a name.</summary>
    public async Task<Guid[]> FindIdsAsync(IEnumerable<string> names, CancellationToken cancel) =>
        [.. (await FindAsync(names.Select(name => SyncInput.Read(name, takesParts: false)), cancel)).Select(sync => sync.Id!.Value)];

    /// <summary>A name in full comes first, whatever characters it has.</summary>
    private List<BulkSync> Find(string name)
    {
        var filter = new NameFilter(name);
        var exact = _all!.FindAll(sync => filter.IsName(sync.Name));
        if (exact.Count == 1) return exact;
        if (exact.Count > 1)
        {
            command.Fail(ErrorRecords.AmbiguousSync(name, exact));
            return [];
        }

        if (filter.HasWildcards)
        {
            if (takesWildcards) return _all.FindAll(sync => filter.IsMatch(sync.Name));
            command.Fail(ErrorRecords.NoWildcards(name, command.MyInvocation.MyCommand.Name));
        }
        else command.Fail(ErrorRecords.NoSuchSync(filter.Plain, Likeness.Nearest(filter.Plain, _all.Select(sync => sync.Name))));
        return [];
    }

    /// <summary>All syncs that have an id, certainly. From then on the client knows what they are called.</summary>
    public static async Task<List<BulkSync>> ListAsync(PolytomicClient client, CancellationToken cancel) =>
        [.. (await client.BulkSyncs.ListCertainAsync(cancel)).Where(sync => sync.Id is not null)];
}
