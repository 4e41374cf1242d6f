using System.Collections.Concurrent;

namespace PolytomicBulk;

/// <summary>What a session's completions were made of, for half a minute: nobody waits for the same list at every key.</summary>
internal sealed class CompletionCache(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing is tried again after a failure, so that a broken network costs one wait and not one at every key.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ConcurrentDictionary<string, (DateTimeOffset Expires, object Items)> _entries = new();

    /// <summary>Forgets everything, after something has been changed.</summary>
    public void Clear() => _entries = new();

    /// <summary>The items of a list; none where it cannot be read, and the first ones where the time is over before all are.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="key">What the list is of.</param>
    /// <param name="read">Reads the list.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<T>> GetAsync<T>(string key, Func<CancellationToken, IAsyncEnumerable<T>> read, CancellationToken cancel)
    {
        // What is cleared meanwhile must not come back.
        var entries = _entries;
        if (entries.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Expires) return (IReadOnlyList<T>)entry.Items;

        var items = new List<T>();
        try
        {
            await foreach (var item in read(cancel).ConfigureAwait(false)) items.Add(item);
            entries[key] = (clock.GetUtcNow() + Lifetime, items);
        }
        catch (Exception fault) when (fault is PolytomicApiException or OperationCanceledException or ObjectDisposedException)
        {
            if (items.Count == 0) entries[key] = (clock.GetUtcNow() + Patience, items);
        }

        return items;
    }
}
