using System.Diagnostics;

namespace PolytomicBulk.Commands;

/// <summary>
/// Runs asynchronous work for a cmdlet and brings every continuation back to the pipeline's own thread,
/// the only one on which PowerShell takes output. What is posted between two runs waits for the next.
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private readonly Stopwatch _waiting = new();
    private readonly Stopwatch _running = new();

    /// <summary>How long the pipeline's thread had nothing to do but wait.</summary>
    public TimeSpan Waiting => _waiting.Elapsed;

    /// <summary>How long the pipeline's thread was at work for the cmdlet.</summary>
    public TimeSpan Working => _running.Elapsed - _waiting.Elapsed;

    public bool IsRunning { get; private set; }

    /// <summary>Counts no time until <see cref="Continue"/>, for what others do on the pipeline's thread.</summary>
    public void Pause() => _running.Stop();

    /// <summary>Counts the time again.</summary>
    public void Continue() => _running.Start();

    /// <summary>Runs the work to its end, on the calling thread.</summary>
    public void Run(Func<Task> work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        _running.Start();
        IsRunning = true;
        try
        {
            var task = work();
            if (!task.IsCompleted)
            {
                task.ContinueWith(
                    _ => Post(_ => { }, null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }

            while (Take(wait: !task.IsCompleted) is var (callback, state)) callback(state);

            task.GetAwaiter().GetResult();
        }
        finally
        {
            IsRunning = false;
            _running.Stop();
            SetSynchronizationContext(outer);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state));
            Monitor.Pulse(_queue);
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Current != this) throw new NotSupportedException("Only the pipeline's own thread can wait for the pipeline.");
        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>What was posted next; null where nothing was and nobody waits. The thread sleeps meanwhile, rather than spin as a collection does.</summary>
    private (SendOrPostCallback Callback, object? State)? Take(bool wait)
    {
        lock (_queue)
        {
            if (_queue.Count == 0 && wait)
            {
                _waiting.Start();
                while (_queue.Count == 0) Monitor.Wait(_queue);
                _waiting.Stop();
            }

            return _queue.Count > 0 ? _queue.Dequeue() : null;
        }
    }
}
