namespace PolytomicBulk.Commands;

/// <summary>
/// Requests that are under way together, and whose answers are written in the order in which they were sent. What takes several requests and questions is
/// work: its questions are asked in the order of the items, too, and the work on one item never overlaps.
/// </summary>
internal sealed class RequestQueue(Action<object, PolytomicApiException> fail, Func<PipelineVariables> variables)
{
    private readonly Queue<(object Item, Task Request, Func<Task> WriteAsync, object?[]? Values)> _underWay = new();
    private readonly AsyncLocal<ItemWork?> _current = new();
    private readonly Dictionary<object, Task> _last = [];
    private ItemWork? _newest;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsEmpty => _underWay.Count == 0;

    /// <summary>The work that runs now; null where none does.</summary>
    public ItemWork? Current => _current.Value;

    /// <summary>Sends a request as soon as fewer than the limit are under way, and does not wait for its answer.</summary>
    public async Task SendAsync<TRequest>(object item, Func<TRequest> request, Func<TRequest, Task> write, int limit)
        where TRequest : Task
    {
        if (variables().MustWait) limit = 1;
        await FlushAsync(leave: limit - 1);
        var sent = request();
        _underWay.Enqueue((item, sent, () => write(sent), variables().Read()));
        // Before anything is asked about the next item, where that may not follow a failure.
        if (limit == 1) await FlushAsync();
    }

    /// <summary>Begins work on an item as soon as less than the limit is under way, and does not wait for its end.</summary>
    public Task WorkAsync(object item, Func<Task> work, int limit)
    {
        ItemWork? own = null;
        return SendAsync(item, Begin, EndAsync, limit);

        Task Begin()
        {
            _newest = own = new ItemWork(variables(), _newest);
            return _last[item] = RunAsync(own, _last.TryGetValue(item, out var earlier) ? earlier : Task.CompletedTask, work);
        }

        async Task EndAsync(Task sent)
        {
            if (_last.TryGetValue(item, out var last) && last == sent) _last.Remove(item);
            await own!.TakeTurnAsync(sent);
        }
    }

    private async Task RunAsync(ItemWork own, Task earlier, Func<Task> work)
    {
        _current.Value = own;
        try
        {
            if (!earlier.IsCompleted) await Task.WhenAny(earlier);
            await work();
        }
        finally
        {
            own.Pass();
        }
    }

    /// <summary>Writes, in order, what has been answered, and waits until no more than some requests are left.</summary>
    public async Task FlushAsync(int leave = 0)
    {
        while (_underWay.Count > leave || (_underWay.Count > 0 && _underWay.Peek().Request.IsCompleted))
        {
            var (item, _, writeAsync, values) = _underWay.Dequeue();
            await variables().AsOfAsync(values, async () =>
            {
                try
                {
                    await writeAsync();
                }
                catch (PolytomicApiException failure)
                {
                    fail(item, failure);
                }
            });
        }
    }
}
