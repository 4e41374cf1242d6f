namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that send several requests at once and write the answers in order.</summary>
public abstract class RequestCommand : PolytomicCommand
{
    /// <summary>Two of the largest pages, for each request that may be under way.</summary>
    private const int ItemsAhead = 200;

    private readonly RequestQueue _requests;
    private SemaphoreSlim? _room;

    private protected RequestCommand() => _requests = new((item, failure) => Fail(ErrorRecords.From(failure, item)), () => Variables);

    /// <summary>How many requests may be under way at once.</summary>
    private protected abstract int ThrottleLimit { get; }

    private protected override Task EndAsync(CancellationToken cancel) => FlushAsync();

    private protected override IEnumerable<string> EndChanges(PipelinePump pump) =>
        (Changes && !IsWhatIf ? UnfinishedChanges.End(_requests.UnderWay, pump, InWords) : []).Concat(base.EndChanges(pump));

    /// <summary>An item in words, for messages.</summary>
    private protected virtual string InWords(object item) => $"{item}";

    /// <summary>Runs an action for each item. If it fails for one item, the others continue.</summary>
    private protected async Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> action, CancellationToken cancel)
        where T : notnull
    {
        foreach (var item in items)
        {
            try
            {
                await action(item, cancel);
            }
            catch (PolytomicApiException failure)
            {
                Fail(ErrorRecords.From(failure, item));
            }
        }
    }

    /// <summary>Reads the result of a change. If that fails, the error also says what was done.</summary>
    private protected static async Task<T> ReadBackAsync<T>(string done, Task<T> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (PolytomicApiException failure)
        {
            throw failure.With(done, failure.Selection);
        }
    }

    /// <summary>
    /// Sends a request for each item without waiting for the one before, and writes the answers in order. Requests continue while the next input arrives.
    /// If the command changes something and errors end the pipeline, each request waits for the one before, so that nothing is changed after a failure.
    /// </summary>
    private protected async Task SendAsync<TItem, TRequest>(
        IEnumerable<TItem> items, Func<TItem, TRequest> request, Func<TItem, TRequest, Task>? write = null)
        where TItem : notnull
        where TRequest : Task
    {
        foreach (var item in items) await SendAsync(item, request, write, Limit);
    }

    private Task SendAsync<TItem, TRequest>(TItem item, Func<TItem, TRequest> request, Func<TItem, TRequest, Task>? write, int limit)
        where TItem : notnull
        where TRequest : Task =>
        _requests.SendAsync(item, () => request(item), sent => write?.Invoke(item, sent) ?? sent, limit);

    /// <summary>
    /// Begins work on an item without waiting for the items before. Its output and its questions (<see cref="AskAsync"/>) come in the order of the items.
    /// Work on an item that is given twice does not overlap.
    /// </summary>
    private protected Task TogetherAsync(object item, Func<Task> work) => _requests.WorkAsync(item, work, Limit);

    /// <summary>Asks a question after the items before have asked theirs.</summary>
    private protected Task<bool> AskAsync(Func<bool> ask) => _requests.Current is { } work ? work.AskAsync(ask) : Task.FromResult(ask());

    private protected override void InOrder(Action write)
    {
        if (_requests.Current is { } work) work.Do(write);
        else write();
    }

    private protected override void InTurn(Action write)
    {
        if (_requests.Current is not null) InOrder(write);
        else _requests.WriteInTurn(write);
    }

    private protected override IDisposable? Hold(object?[]? values) => _requests.Current is { } work ? work.Hold(values) : base.Hold(values);

    private int Limit => StopsAtErrors && Changes ? 1 : ThrottleLimit;

    /// <summary>Sends the requests of a list. A list with others before it is read ahead, as far as there is room for items that wait.</summary>
    private protected Task SendListAsync<T>(object item, IAsyncEnumerable<T> list, CancellationToken cancel)
        where T : notnull
    {
        ListAhead<T>? ahead = null;
        _room ??= new(ItemsAhead * ThrottleLimit);
        return SendAsync(item, Begin, (_, _) => ahead!.WriteAsync(one => Write(one)), Limit == 1 ? 1 : 2 * Limit);

        Task Begin(object item) => (ahead = new(list.GetAsyncEnumerator(cancel), _room, _requests.IsEmpty)).Reading;
    }

    private protected override Task FlushAsync() => _requests.FlushAsync();

    private protected async Task WriteAsync<TItem, T>(TItem item, Task<T> request)
        where T : notnull => Write(await request);

    /// <summary>Whether the command may change something on the service.</summary>
    private protected virtual bool Changes => Downstream.ChangesAnything(GetType());

    private bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var own) ? own : GetVariableValue("ErrorActionPreference"), out var preference)
        && preference == ActionPreference.Stop;
}
