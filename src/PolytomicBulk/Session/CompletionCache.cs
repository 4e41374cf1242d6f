namespace PolytomicBulk;

/// <summary>
/// What a session's completions are made of, for half a minute: nobody waits for the same list at every key. A list that takes
/// longer than anybody waits is read on in the background, for the next time.
/// </summary>
internal sealed class CompletionCache(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing is tried again after a failure, so that a broken network costs one attempt and not one at every key.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a list is read in the background.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private Dictionary<string, IReading> _readings = [];

    /// <summary>Whether something is kept until a time.</summary>
    private interface IReading
    {
        /// <summary>When it is read again. While it is being read, never.</summary>
        DateTimeOffset Expires { get; }
    }

    /// <summary>Forgets everything, after something has been changed.</summary>
    public void Clear()
    {
        // A reading that is under way ends in what was replaced, so that it does not come back.
        lock (_gate) _readings = [];
    }

    /// <summary>The items of a list; none where it cannot be read, and the first ones where the time is over before all are.</summary>
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

    /// <summary>One reading of a list, which goes on whoever still waits for it.</summary>
    private sealed class Reading<T>(TimeProvider clock) : IReading
    {
        private readonly List<T> _items = [];
        private Task? _run;

        public DateTimeOffset Expires { get; private set; } = DateTimeOffset.MaxValue;

        /// <summary>What has been read so far.</summary>
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
