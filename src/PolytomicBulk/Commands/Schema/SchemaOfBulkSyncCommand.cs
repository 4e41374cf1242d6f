namespace PolytomicBulk.Commands;

/// <summary>The base of cmdlets for schemas of a bulk sync, whose ids somebody types.</summary>
public abstract class SchemaOfBulkSyncCommand : BelowBulkSyncCommand
{
    private readonly Dictionary<Guid, Task<List<string>>> _ids = [];

    /// <summary>The ids of all schemas of a sync, read once.</summary>
    private protected Task<List<string>> ListIdsAsync(Guid syncId, CancellationToken cancel)
    {
        // Several requests that are under way together may fail.
        lock (_ids) return _ids.TryGetValue(syncId, out var ids) ? ids : _ids[syncId] = ReadIdsAsync(syncId, cancel);
    }

    /// <summary>Waits for a request about one schema. Where the sync has none with the id, the failure says which may be meant.</summary>
    private protected async Task SuggestAsync(Guid syncId, string id, Task request, CancellationToken cancel)
    {
        try
        {
            await request.ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure.Failure == PolytomicFailure.NotFound)
        {
            throw await AdviseAsync(syncId, id, cancel).ConfigureAwait(false) is { } advice ? failure.With(advice) : failure;
        }
    }

    /// <summary>The same, for a request that answers something.</summary>
    private protected async Task<T> SuggestAsync<T>(Guid syncId, string id, Task<T> request, CancellationToken cancel)
    {
        await SuggestAsync(syncId, id, (Task)request, cancel).ConfigureAwait(false);
        return await request.ConfigureAwait(false);
    }

    private async Task<string?> AdviseAsync(Guid syncId, string id, CancellationToken cancel)
    {
        try
        {
            var ids = await ListIdsAsync(syncId, cancel).ConfigureAwait(false);
            if (ids.Contains(id)) return null;
            return Likeness.Nearest(id, ids) is [_, ..] near ? Likeness.DidYouMean(near) : "To list the schemas, run Get-PolytomicBulkSyncSchema.";
        }
        catch (PolytomicApiException)
        {
            // There may be no such sync either: the first failure says enough.
            return null;
        }
    }

    private async Task<List<string>> ReadIdsAsync(Guid syncId, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var schema in Client.Schemas.ListAsync(syncId, cancel).ConfigureAwait(false))
        {
            if (schema.Id is { } id) ids.Add(id);
        }

        return ids;
    }
}
