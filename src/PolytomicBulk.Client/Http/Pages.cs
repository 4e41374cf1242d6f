using System.Runtime.CompilerServices;

namespace PolytomicBulk.Http;

/// <summary>
/// Reads all pages of a list as one sequence. The next page is requested while the current one is read. If the list changes meanwhile, items can appear
/// twice or not at all. Duplicates are dropped, and callers that depend on a complete list read it until two readings agree.
/// </summary>
internal static class Pages
{
    /// <summary>How often a complete list is read at most.</summary>
    public const int MostReadings = 6;

    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<string?, Func<PageEnvelope<T>, string?>, CancellationToken, Task<PageEnvelope<T>>> request,
        Func<List<T>, int?> end,
        PageReading? reading,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var given = new HashSet<object>();
        var next = request(null, Fault, ahead.Token);
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                var items = page.Data ?? [];
                var came = items.Count;
                items.RemoveAll(item => item is ApiObject { ListKey: { } key } && !given.Add(key));
                reading?.Note(hasDoubles: items.Count < came);
                var last = end(items);
                var count = last ?? items.Count;
                var token = last is null ? page.Pagination?.NextPageToken : null;
                if (string.IsNullOrEmpty(token)) token = null;

                for (var i = 0; i < count; i++)
                {
                    // A caller that uses half of a page probably needs the next one.
                    if (i == count / 2 && token is not null) next = request(token, Fault, ahead.Token);
                    yield return items[i];
                }

                if (token is null) yield break;
                if (count == 0) next = request(token, Fault, ahead.Token);
            }
        }
        finally
        {
            ahead.Cancel();
            await SettleAsync(next).ConfigureAwait(false);
        }

        string? Fault(PageEnvelope<T> page) => FaultOfItems(page)
            ?? (page.Pagination?.NextPageToken is { Length: > 0 } token && !seen.Add(token) ? "it names a next page that was already read" : null);
    }

    /// <summary>A complete list: from a single page, or from two readings in a row that agree and contain no duplicates. Null if that never happened.</summary>
    public static async Task<IReadOnlyList<T>?> ReadCertainAsync<T>(Func<PageReading, IAsyncEnumerable<T>> read, Func<T, object?> key)
    {
        HashSet<object?>? earlier = null;
        for (var readings = 0; readings < MostReadings; readings++)
        {
            var (reading, items) = (new PageReading(), new List<T>());
            await foreach (var item in read(reading).ConfigureAwait(false)) items.Add(item);
            if (reading.IsOnePage) return items;
            var keys = reading.HasDoubles ? null : new HashSet<object?>(items.Select(key));
            if (keys is not null && earlier?.SetEquals(keys) == true) return items;
            earlier = keys;
        }

        return null;
    }

    /// <summary>What is wrong with the items of a page. Null if nothing is.</summary>
    public static string? FaultOfItems<T>(PageEnvelope<T> page) =>
        !page.HasData ? "it holds no data"
        : page.Data?.Exists(static item => item is null) == true ? "an item of its list is null"
        : null;

    /// <summary>Waits for a request that is no longer needed, so that nothing runs in the background.</summary>
    private static async Task SettleAsync(Task request)
    {
        try
        {
            await request.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or PolytomicApiException or ObjectDisposedException)
        {
            // It was canceled, or the caller already received its exception.
        }
    }
}
