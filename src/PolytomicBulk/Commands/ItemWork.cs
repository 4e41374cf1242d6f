namespace PolytomicBulk.Commands;

/// <summary>
/// The work on one item, which goes on beside that on others. What it writes is kept until its turn comes, and it asks its questions after the items before
/// it have asked theirs. All of it runs on the pipeline's thread.
/// </summary>
internal sealed class ItemWork(PipelineVariables variables, ItemWork? before)
{
    private readonly List<Action> _kept = [];
    private readonly TaskCompletionSource<bool> _isOver = new();
    private readonly Task _before = before?.Passed ?? Task.CompletedTask;
    private object?[]? _values;
    private bool _isItsTurn;

    /// <summary>Ends when this work and all before it have asked their questions.</summary>
    private Task Passed => _before.IsCompleted ? _isOver.Task : Task.WhenAll(_before, _isOver.Task);

    /// <summary>Writes something in the order of the items.</summary>
    public void Do(Action write)
    {
        var values = _values;
        if (_isItsTurn) variables.AsOf(values, write);
        else _kept.Add(() => variables.AsOf(values, write));
    }

    /// <summary>Does something, and what it writes is written while the pipeline variables hold what they have held.</summary>
    public async Task AsOfAsync(object?[]? values, Func<Task> action)
    {
        var outer = _values;
        _values = values;
        try
        {
            await action();
        }
        finally
        {
            _values = outer;
        }
    }

    /// <summary>The same, for what does not wait.</summary>
    public void AsOf(object?[]? values, Action action)
    {
        var outer = _values;
        _values = values;
        try
        {
            action();
        }
        finally
        {
            _values = outer;
        }
    }

    /// <summary>Asks when the items before have asked.</summary>
    public async Task<bool> AskAsync(Func<bool> ask)
    {
        if (!_before.IsCompleted) await _before;
        try
        {
            return ask();
        }
        finally
        {
            Pass();
        }
    }

    /// <summary>Lets the next item ask.</summary>
    public void Pass() => _isOver.TrySetResult(true);

    /// <summary>Writes what was kept; from then on everything is written at once.</summary>
    public async Task TakeTurnAsync(Task work)
    {
        foreach (var write in _kept) write();
        _kept.Clear();
        _isItsTurn = true;
        await work;
    }
}
