using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PolytomicBulk.Http;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>Bulk syncs.</summary>
public sealed class BulkSyncOperations
{
    private readonly PolytomicClient _client;

    internal BulkSyncOperations(PolytomicClient client) => _client = client;

    /// <summary>All bulk syncs, newest change first, page by page (bulkSync_list).</summary>
    /// <param name="active">Only active ones, only paused ones, or null for both.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async IAsyncEnumerable<BulkSync> ListAsync(bool? active = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ApiRequest Page(string? token) => new ApiRequest(HttpMethod.Get, "list the bulk syncs", "api", "bulk", "syncs")
            .With("active", active)
            .With("limit", "50")
            .With("page_token", token);

        await foreach (var sync in _client.ListAsync(Page, ApiJson.Default.PageEnvelopeBulkSync, cancel).ConfigureAwait(false))
        {
            // A service that takes "false" for "not given" would send all.
            if (active is null || sync.Active == active) yield return sync;
        }
    }

    /// <summary>One bulk sync (bulkSync_get).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="refreshSchemas">Whether the service first asks the source for its tables, which can take a while.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<BulkSync> GetAsync(Guid id, bool refreshSchemas = false, CancellationToken cancel = default) =>
        _client.GetAsync(
            new ApiRequest(HttpMethod.Get, $"read bulk sync {id}", "api", "bulk", "syncs", id.ToString()).With("refresh_schemas", refreshSchemas ? true : null),
            ApiJson.Default.EnvelopeBulkSync,
            cancel);

    /// <summary>Creates a bulk sync (bulkSync_create). However often it takes, it makes one.</summary>
    /// <param name="name">The sync's name, for messages.</param>
    /// <param name="settings">The body: the sync's settings by the API's own names.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<BulkSync> CreateAsync(string name, JsonObject settings, CancellationToken cancel = default) =>
        _client.GetAsync(
            new ApiRequest(HttpMethod.Post, $"create bulk sync '{name}'", "api", "bulk", "syncs").WithBody(settings),
            ApiJson.Default.EnvelopeBulkSync,
            cancel);

    /// <summary>Lets a bulk sync's schedules fire, or pauses it, which cancels a running execution (bulkSync_activate).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="active">Whether the schedules fire.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task ActivateAsync(Guid id, bool active, CancellationToken cancel = default) =>
        _client.SendAsync(
            new ApiRequest(HttpMethod.Post, $"{(active ? "activate" : "pause")} bulk sync {id}", "api", "bulk", "syncs", id.ToString(), "activate")
                .WithBody(new JsonObject { ["active"] = active }),
            cancel);

    /// <summary>Deletes a bulk sync with its schedules, schema settings and history (bulkSync_delete).</summary>
    /// <param name="id">The sync's id.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task DeleteAsync(Guid id, CancellationToken cancel = default)
    {
        try
        {
            await _client.SendAsync(new ApiRequest(HttpMethod.Delete, $"delete bulk sync {id}", "api", "bulk", "syncs", id.ToString()), cancel).ConfigureAwait(false);
        }
        catch (PolytomicApiException failure) when (failure is { Failure: PolytomicFailure.NotFound, MayHaveBeenDone: true })
        {
            // An attempt whose answer was lost has already deleted it.
        }
    }
}
