namespace PolytomicBulk.Commands;

/// <summary>Requests that are under way together, and whose answers are written in the order in which they were sent.</summary>
/// <param name="fail">Takes an item, and why its request failed.</param>
/// <param name="variables">Gives the pipeline variables, which are set to what they held with the request while its answer is written.</param>
internal sealed class RequestQueue(Action<object, PolytomicApiException> fail, Func<PipelineVariables> variables)
{
    private readonly Queue<(object Item, Task Request, Func<Task> WriteAsync, object?[]? Values)> _underWay = new();

    /// <summary>Sends a request as soon as fewer than the limit are under way, and does not wait for its answer.</summary>
    /// <param name="item">What the request is about.</param>
    /// <param name="request">Sends it.</param>
    /// <param name="write">Writes the answer, when it is this request's turn.</param>
    /// <param name="limit">How many may be under way at once.</param>
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

    /// <summary>Writes, in order, what has been answered, and waits until no more than some requests are left.</summary>
    /// <param name="leave">How many may stay under way.</param>
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
