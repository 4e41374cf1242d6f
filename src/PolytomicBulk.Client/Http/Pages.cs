using System.Runtime.CompilerServices;
using PolytomicBulk.Json;

namespace PolytomicBulk.Http;

/// <summary>All pages of a list as one sequence, the next page on its way while the current one is read.</summary>
internal static class Pages
{
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<string?, Func<PageEnvelope<T>, string?>, CancellationToken, Task<PageEnvelope<T>>> request, [EnumeratorCancellation] CancellationToken cancel)
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
                var token = page.Pagination?.NextPageToken;
                if (string.IsNullOrEmpty(token)) token = null;

                for (var i = 0; i < items.Count; i++)
                {
                    // Who takes half a page will want the next; who takes the first few will not.
                    if (i == items.Count / 2 && token is not null) next = request(token, Fault, ahead.Token);
                    yield return items[i];
                }

                if (token is null) yield break;
                if (items.Count == 0) next = request(token, Fault, ahead.Token);
            }
        }
        finally
        {
            ahead.Cancel();
            await SettleAsync(next).ConfigureAwait(false);
        }

        string? Fault(PageEnvelope<T> page)
        {
            if (page.Data?.Exists(static item => item is null) == true) return "an item of its list is null";
            return page.Pagination?.NextPageToken is { Length: > 0 } token && !seen.Add(token) ? "it names a next page that was already read" : null;
        }
    }

    /// <summary>Waits for a request that nobody wants any more, so that nothing is left in the background.</summary>
    private static async Task SettleAsync(Task request)
    {
        try
        {
            await request.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or PolytomicApiException)
        {
            // Either it was cancelled, or its failure was already thrown to who asked.
        }
    }
}
