namespace PolytomicBulk.Configuration;

/// <summary>Reads items in order, and starts to read the next ones before they are requested.</summary>
internal sealed class ReadAhead<TItem, T>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<T>> read, int width, CancellationToken cancel)
    : IAsyncDisposable
{
    private readonly IEnumerator<TItem> _items = items.GetEnumerator();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private readonly Queue<Task<T>> _underWay = new();

    /// <summary>Returns the next item.</summary>
    public async Task<T> NextAsync()
    {
        Fill();
        var next = await _underWay.Dequeue().ConfigureAwait(false);
        Fill();
        return next;
    }

    /// <summary>Cancels the reads that are no longer needed, and waits until they end.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        try
        {
            await Task.WhenAll(_underWay).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or PolytomicApiException or ObjectDisposedException)
        {
            // The result is no longer needed.
        }

        _stop.Dispose();
        _items.Dispose();
    }

    private void Fill()
    {
        while (_underWay.Count < width && _items.MoveNext()) _underWay.Enqueue(read(_items.Current, _stop.Token));
    }
}
