namespace PolytomicBulk;

/// <summary>Keeps the lists for completion for half a minute. A list that is not read in time is read in the background, for the next Tab.</summary>
internal sealed class CompletionCache(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>The time between attempts after a failure, so that a broken network does not delay every key.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for a reading in the background.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private Dictionary<string, Reading> _readings = [];

    private abstract class Reading
    {
        /// <summary>When the list is read again; never while it is being read.</summary>
        public DateTimeOffset Expires { get; protected set; } = DateTimeOffset.MaxValue;
    }

    /// <summary>Forgets everything after a change.</summary>
    public void Clear()
    {
        // Readings under way end in the old dictionary.
        lock (_gate) _readings = [];
    }

    /// <summary>The items of a list that can be read in time. Canceling ends the waiting, but not the reading.</summary>
    public async Task<IReadOnlyList<T>> GetAsync<T>(string key, Func<CancellationToken, IAsyncEnumerable<T>> read, CancellationToken cancel)
    {
        Reading<T> reading;
        lock (_gate)
        {
            if (_readings.TryGetValue(key, out var known) && clock.GetUtcNow() < known.Expires) reading = (Reading<T>)known;
            else _readings[key] = reading = new Reading<T>(clock);
        }

        await Task.WhenAny(reading.RunAsync(read), Task.Delay(Timeout.Infinite, cancel)).ConfigureAwait(false);
        return reading.Items;
    }

    /// <summary>A reading of a list, which continues if nobody waits for it.</summary>
    private sealed class Reading<T>(TimeProvider clock) : Reading
    {
        private readonly List<T> _items = [];
        private Task? _run;

        public IReadOnlyList<T> Items
        {
            get
            {
                lock (_items) return [.. _items];
            }
        }

        /// <summary>Begins the reading, or joins it.</summary>
        public Task RunAsync(Func<CancellationToken, IAsyncEnumerable<T>> read)
        {
            lock (_items) return _run ??= Task.Run(() => ReadAsync(read));
        }

        private async Task ReadAsync(Func<CancellationToken, IAsyncEnumerable<T>> read)
        {
            var kept = Lifetime;
            using var limit = clock.StartLimit(Limit);
            try
            {
                await foreach (var item in read(limit.Token).ConfigureAwait(false))
                {
                    lock (_items) _items.Add(item);
                }
            }
            catch (Exception fault) when (fault is PolytomicApiException or OperationCanceledException or ObjectDisposedException)
            {
                kept = _items.Count == 0 ? Patience : TimeSpan.Zero;
            }

            Expires = clock.GetUtcNow() + kept;
        }
    }
}
