using System.Runtime.CompilerServices;
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
}
