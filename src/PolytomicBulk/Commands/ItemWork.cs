namespace PolytomicBulk.Commands;

/// <summary>
/// The work on one item, which runs together with the work on others, on the pipeline's thread. Its output is kept until its turn comes. It asks its
/// questions after the items before it.
/// </summary>
internal sealed class ItemWork(PipelineVariables variables, ItemWork? before)
{
    private readonly List<Action> _kept = [];
    private readonly TaskCompletionSource<bool> _isOver = new();
    private readonly Task _before = before?.Passed ?? Task.CompletedTask;
    private object?[]? _values;
    private bool _isItsTurn;

    /// <summary>Completes when this work and all work before it have asked their questions.</summary>
    private Task Passed => _before.IsCompleted ? _isOver.Task : Task.WhenAll(_before, _isOver.Task);

    /// <summary>Writes something in the order of the items.</summary>
    public void Do(Action write)
    {
        var values = _values;
        if (_isItsTurn) Write();
        else _kept.Add(Write);

        void Write()
        {
            using (variables.Hold(values)) write();
        }
    }

    /// <summary>Until the scope ends, output is written with earlier values of the pipeline variables.</summary>
    public IDisposable Hold(object?[]? values)
    {
        var outer = _values;
        _values = values;
        return new Scope(() => _values = outer);
    }

    /// <summary>Asks a question after the items before have asked theirs.</summary>
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

    /// <summary>Writes the kept output and waits for the work. From then on, output is written at once.</summary>
    public async Task TakeTurnAsync(Task work)
    {
        foreach (var write in _kept) write();
        _kept.Clear();
        _isItsTurn = true;
        await work;
    }
}
