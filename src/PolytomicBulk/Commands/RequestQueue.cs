namespace PolytomicBulk.Commands;

/// <summary>
/// Requests that run together and whose answers are written in the order in which they were sent. Work is several requests and questions about one item.
/// Its questions are asked in the order of the items, and two pieces of work on the same item never overlap.
/// </summary>
internal sealed class RequestQueue(Action<object, PolytomicApiException> fail, Func<PipelineVariables> variables)
{
    private readonly Queue<(object Item, Task Request, Func<Task> WriteAsync, object?[]? Values)> _underWay = new();
    private readonly AsyncLocal<ItemWork?> _current = new();
    private readonly Dictionary<object, Task> _last = [];
    private ItemWork? _newest;
    private (object Item, Task Request)? _writing;

    public bool IsEmpty => _underWay.Count == 0;

    /// <summary>The requests that run, and those whose answers were not written.</summary>
    public IReadOnlyList<(object Item, Task Request)> UnderWay
    {
        get
        {
            var all = _underWay.Where(one => one.Item is not Action).Select(one => (one.Item, one.Request)).ToList();
            if (_writing is { Request.IsCompleted: false } first) all.Insert(0, first);
            return all;
        }
    }

    /// <summary>The work that runs now; null if there is none.</summary>
    public ItemWork? Current => _current.Value;

    /// <summary>Sends a request when fewer than the limit are under way, without waiting for the answer.</summary>
    public async Task SendAsync<TRequest>(object item, Func<TRequest> request, Func<TRequest, Task> write, int limit)
        where TRequest : Task
    {
        if (variables().MustWait) limit = 1;
        await FlushAsync(leave: limit - 1);
        var sent = request();
        _underWay.Enqueue((item, sent, () => write(sent), variables().Read()));
        // A failure must end the pipeline before anything is asked about the next item.
        if (limit == 1) await FlushAsync();
    }

    /// <summary>Begins work on an item when less than the limit is under way, without waiting for its end.</summary>
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

    /// <summary>Writes something after the answers that were requested before it. What belongs to an answer is written with it.</summary>
    public void WriteInTurn(Action write)
    {
        if (IsEmpty || _writing is not null) write();
        else _underWay.Enqueue((write, Task.CompletedTask, WriteAsync, variables().Read()));

        Task WriteAsync()
        {
            write();
            return Task.CompletedTask;
        }
    }

    /// <summary>Writes the answers in order, and waits until only some requests are left.</summary>
    public async Task FlushAsync(int leave = 0)
    {
        while (_underWay.Count > leave || (_underWay.Count > 0 && _underWay.Peek().Request.IsCompleted))
        {
            var (item, request, writeAsync, values) = _underWay.Dequeue();
            using (variables().Hold(values))
            {
                _writing = (item, request);
                try
                {
                    await writeAsync();
                }
                catch (PolytomicApiException failure)
                {
                    fail(item, failure);
                }

                // If the pipeline ends, the request is still under way.
                _writing = null;
            }
        }
    }
}
