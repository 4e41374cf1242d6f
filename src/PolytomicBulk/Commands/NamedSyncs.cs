namespace PolytomicBulk.Commands;

/// <summary>Finds bulk syncs by name. They are listed once.</summary>
internal sealed class NamedSyncs(SessionCommand command, PolytomicClient client, bool takesWildcards)
{
    private List<BulkSync>? _all;

    /// <summary>The bulk syncs with ids and names, each once, in this order.</summary>
    public async Task<List<SyncReference>> FindAsync(IEnumerable<SyncReference> syncs, CancellationToken cancel)
    {
        var found = new List<SyncReference>();
        await foreach (var sync in FindEachAsync(syncs, cancel)) found.Add(sync);
        return found;
    }

    /// <summary>The same, one after the other, so that a command that only reads writes results before the error of a later name.</summary>
    public async IAsyncEnumerable<SyncReference> FindEachAsync(IEnumerable<SyncReference> syncs, [EnumeratorCancellation] CancellationToken cancel)
    {
        var ids = new HashSet<Guid?>();
        foreach (var sync in syncs)
        {
            if (sync.Id is null) _all ??= await ListAsync(client, cancel);
            var found = sync.Id is null ? Find(sync.Name!).Select(one => new SyncReference(one.Id, one.Name)) : [sync];
            foreach (var one in found.Where(one => ids.Add(one.Id))) yield return one;
        }
    }

    public async Task<Guid[]> FindIdsAsync(IEnumerable<string> names, CancellationToken cancel) =>
        [.. (await FindAsync(names.Select(name => SyncInput.Read(name, takesParts: false)), cancel)).Select(sync => sync.Id!.Value)];

    /// <summary>A full name takes precedence over wildcards.</summary>
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

        if (takesWildcards && filter.HasWildcards) return _all.FindAll(sync => filter.IsMatch(sync.Name));
        if (takesWildcards && filter.IsMalformed) command.Fail(ErrorRecords.MalformedPattern("bulk sync", name));
        else if (filter.HasWildcards) command.Fail(ErrorRecords.NoWildcards(name, command.MyInvocation.MyCommand.Name));
        else command.Fail(ErrorRecords.NoSuchName(
            "bulk sync", filter.Plain, Likeness.Nearest(filter.Plain, _all.Select(sync => sync.Name)), "To list them, run Get-PolytomicBulkSync."));
        return [];
    }

    /// <summary>All bulk syncs. The client then knows their names.</summary>
    public static async Task<List<BulkSync>> ListAsync(PolytomicClient client, CancellationToken cancel) =>
        [.. (await client.BulkSyncs.ListCertainAsync(cancel)).Where(sync => sync.Id is not null)];
}
