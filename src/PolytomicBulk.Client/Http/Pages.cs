using System.Runtime.CompilerServices;
using PolytomicBulk.Json;

namespace PolytomicBulk.Http;

/// <summary>All pages of a list as one sequence, the next page on its way while the current one is read.</summary>
internal static class Pages
{
    /// <param name="request">Reads the page that a token stands for, and is given what tells whether a page is wrong.</param>
    /// <param name="end">Told of each page: how many of its items are the last that anybody wants, or null to go on.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<string?, Func<PageEnvelope<T>, string?>, CancellationToken, Task<PageEnvelope<T>>> request,
        Func<List<T>, int?> end,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = request(null, Fault, ahead.Token);
        try
        {
            while (true)
            {
                var page = await next.ConfigureAwait(false);
                var items = page.Data ?? [];
                var last = end(items);
                var count = last ?? items.Count;
                var token = last is null ? page.Pagination?.NextPageToken : null;
                if (string.IsNullOrEmpty(token)) token = null;

                for (var i = 0; i < count; i++)
                {
                    // Who takes half a page will want the next; who takes the first few will not.
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

    /// <summary>What is wrong with a page's items, or null.</summary>
    public static string? FaultOfItems<T>(PageEnvelope<T> page) =>
        !page.HasData ? "it holds no data"
        : page.Data?.Exists(static item => item is null) == true ? "an item of its list is null"
        : null;

    /// <summary>Waits for a request that nobody wants any more, so that nothing is left in the background.</summary>
    private static async Task SettleAsync(Task request)
    {
        try
        {
            await request.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or PolytomicApiException or ObjectDisposedException)
        {
            // Either it was cancelled, or its failure was already thrown to who asked.
        }
    }
}
