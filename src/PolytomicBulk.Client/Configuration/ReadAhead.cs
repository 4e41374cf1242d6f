namespace PolytomicBulk.Configuration;

/// <summary>Reads things one after the other, the next ones ahead of their turn.</summary>
internal sealed class ReadAhead<TItem, T>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<T>> read, int width, CancellationToken cancel)
    : IAsyncDisposable
{
    private readonly IEnumerator<TItem> _items = items.GetEnumerator();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private readonly Queue<Task<T>> _underWay = new();

    /// <summary>The next.</summary>
    public async Task<T> NextAsync()
    {
        Fill();
        var next = await _underWay.Dequeue().ConfigureAwait(false);
        Fill();
        return next;
    }

    /// <summary>Stops what nobody will ask for, and waits until nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        try
        {
            await Task.WhenAll(_underWay).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or PolytomicApiException or ObjectDisposedException)
        {
            // Nobody asked for it.
        }

        _stop.Dispose();
        _items.Dispose();
    }

    private void Fill()
    {
        while (_underWay.Count < width && _items.MoveNext()) _underWay.Enqueue(read(_items.Current, _stop.Token));
    }
}
