namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that take ids of schemas of a bulk sync.</summary>
public abstract class SchemaOfBulkSyncCommand : BelowBulkSyncCommand
{
    private readonly Dictionary<Guid, Task<List<string>>> _ids = [];

    private protected Task<List<string>> ListIdsAsync(Guid syncId, CancellationToken cancel)
    {
        // Several requests may fail at once.
        lock (_ids) return _ids.TryGetValue(syncId, out var ids) ? ids : _ids[syncId] = ReadIdsAsync(syncId, cancel);
    }

    /// <summary>Waits for a request for a schema. If the schema does not exist, the failure suggests similar ids.</summary>
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
            // The bulk sync may not exist either, and the first failure says this.
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
