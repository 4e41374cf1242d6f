namespace PolytomicBulk.Commands;

/// <content>Finds and reads the bulk syncs to export.</content>
public sealed partial class ExportPolytomicBulkSyncCommand
{
    /// <summary>Reads the bulk syncs of which several have one name. One that cannot be read is a namesake of the others.</summary>
    private async Task<List<BulkSyncConfiguration>> ReadTwinsAsync(
        IEnumerable<Reading> twins, List<ConfigurationMatch> namesakes, CancellationToken cancel)
    {
        var read = new Dictionary<Guid, BulkSyncConfiguration>();
        var all = twins.ToList();
        foreach (var twin in all)
        {
            await ReadTogetherAsync(
                twin,
                configuration =>
                {
                    read[twin.Id] = configuration;
                    if (twin.Variables is not null) _variables[(configuration.Name, configuration.ToText())] = twin.Variables;
                    return Task.CompletedTask;
                },
                cancel);
        }

        await FlushAsync();
        namesakes.AddRange(all.Where(twin => !read.ContainsKey(twin.Id)).Select(twin => new ConfigurationMatch(null, twin.Sync)));
        return [.. read.Values];
    }

    /// <summary>Reads a bulk sync beside others, and does something with what it is.</summary>
    private Task ReadTogetherAsync(Reading reading, Func<BulkSyncConfiguration, Task> action, CancellationToken cancel) =>
        TogetherAsync(reading.Sync, () => AsOfAsync(reading.Variables, () => ForEachAsync(
            [reading.Item],
            async (_, cancel) =>
            {
                _failures++;
                var configuration = await Client.Configurations.ReadAsync(reading.Sync, cancel: cancel);
                _failures--;
                if (configuration.LeftOut is { Count: > 0 } leftOut)
                {
                    Warn($"Values that look like a secret were omitted from the file of bulk sync '{configuration.Name}': {string.Join(", ", leftOut)}.");
                }

                await action(configuration);
            },
            cancel)));

    private async Task<List<Reading>> FindAsync(CancellationToken cancel)
    {
        var (readings, ids) = (new List<Reading>(), new HashSet<Guid>());
        var named = new NamedSyncs(this, Client, takesWildcards: true);
        foreach (var (sync, variables) in _given)
        {
            List<SyncReference> found = [];
            await AsOfAsync(variables, async () => found = await named.FindAsync([sync], cancel));
            foreach (var id in found.Select(one => one.Id!.Value).Where(ids.Add))
            {
                await TogetherAsync(id, () => AsOfAsync(variables, () => ForEachAsync([id], ReadAsync, cancel)));

                async Task ReadAsync(Guid id, CancellationToken cancel)
                {
                    var read = await Client.BulkSyncs.GetAsync(id, cancel: cancel);
                    InOrder(() => readings.Add(new(id, id, read, variables)));
                }
            }
        }

        await FlushAsync();
        return readings;
    }

    private async Task<List<Reading>> ListAsync(CancellationToken cancel)
    {
        var readings = new List<Reading>();
        await ForEachNamedAsync(
            ListAllAsync(), sync => sync.Name, Name, "bulk sync", sync => readings.Add(new(sync.Id ?? Guid.Empty, sync, sync, Variables: null)), cancel);
        return readings;

        // The files of a sync that the list hides would be removed.
        async IAsyncEnumerable<BulkSync> ListAllAsync()
        {
            foreach (var sync in await Client.BulkSyncs.ListCertainAsync(cancel)) yield return sync;
        }
    }

    /// <summary>A sync that is to be read, what an error of it names, and what the pipeline variables held with the input that named it.</summary>
    private sealed record Reading(Guid Id, object Item, BulkSync Sync, object?[]? Variables);
}
