using System.Collections.Concurrent;

namespace PolytomicBulk.Commands;

/// <summary>
/// Runs asynchronous work for a cmdlet and brings every continuation back to the pipeline's own thread,
/// the only one on which PowerShell takes output.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    /// <summary>Runs the work to its end, on the calling thread.</summary>
    public void Run(Func<Task> work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            task.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var (callback, state) in _queue.GetConsumingEnumerable()) callback(state);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs an action on the pipeline's thread if the work is still going on, and otherwise not at all.</summary>
    public void TryPost(Action action)
    {
        if (Current == this)
        {
            action();
            return;
        }

        try
        {
            _queue.Add((_ => action(), null));
        }
        catch (InvalidOperationException)
        {
            // The work has ended: nobody listens any more.
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _queue.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // What goes on after the work has ended has no thread to come back to.
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
