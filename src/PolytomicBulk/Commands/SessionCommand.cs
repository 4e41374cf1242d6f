using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Editing;
using PolytomicBulk.Formatting;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet that calls the service.</summary>
public abstract class SessionCommand : PolytomicCommand
{
    private readonly Queue<(object Item, Task Request, Func<Task> WriteAsync)> _underWay = new();
    private PolytomicSession? _session;
    private PolytomicClient? _client;
    private int _throttleLimit;

    /// <summary>The session to use, as Connect-Polytomic -PassThru emits it.</summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    /// <summary>The client of the session.</summary>
    private protected PolytomicClient Client => _client ??= OpenClient();

    /// <summary>A bulk sync in words, for -WhatIf and -Confirm: by its name, where the session has read it.</summary>
    /// <param name="syncId">The sync's id.</param>
    internal string InWords(Guid syncId) => SyncLabel.InWords(syncId, Client.SyncNames.Get(syncId));

    /// <summary>Completions must not offer what has just been removed, or leave out what has just been made.</summary>
    private protected override void OnChange() => _session?.Completions.Clear();

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        // One error before the first input, rather than the same one for every input.
        _client = OpenClient();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancel) => WriteUnderWayAsync(leave: 0);

    /// <summary>
    /// Makes a request for each item without waiting for the one before, and writes the answers in the items' order.
    /// Those still under way when this returns go on while the next input arrives; EndAsync writes the last.
    /// </summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The answers' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="request">Makes the request for one.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task RequestEachAsync<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> request, CancellationToken cancel)
        where TItem : notnull
        where TResult : notnull =>
        RequestEachAsync(items, request, (_, answer) => Write(answer), cancel);

    /// <summary>The same, for answers that need more than to be written.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The answers' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="request">Makes the request for one.</param>
    /// <param name="write">Writes what an item's answer comes to.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task RequestEachAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> request, Action<TItem, TResult> write, CancellationToken cancel)
        where TItem : notnull =>
        SendEachAsync(items, item => Answer(item, request(item, cancel), write), mostUnderWay: _throttleLimit);

    /// <summary>The same, for a list of each item: the first pages are on their way together, and the others follow when their turn comes.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The type of what is in the lists.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="list">Lists what one item has.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task ListEachAsync<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, CancellationToken, IAsyncEnumerable<TResult>> list, CancellationToken cancel)
        where TItem : notnull
        where TResult : notnull =>
        SendEachAsync(
            items,
            item =>
            {
                var results = list(item, cancel).GetAsyncEnumerator(cancel);
                var first = results.MoveNextAsync().AsTask();
                return (first, () => WriteAllAsync(results, first));
            },
            mostUnderWay: _throttleLimit);

    /// <summary>
    /// The same, for changes to items that do not depend on each other. Where an error ends the pipeline,
    /// each waits for the one before, so that nothing is changed after a failure.
    /// </summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The answers' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="change">Changes one.</param>
    /// <param name="write">Writes what an item's answer comes to.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task ChangeEachAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> change, Action<TItem, TResult> write, CancellationToken cancel)
        where TItem : notnull =>
        SendEachAsync(items, item => Answer(item, change(item, cancel), write), mostUnderWay: StopsAtErrors ? 1 : _throttleLimit);

    /// <summary>The same, for changes that answer nothing.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="change">Changes one.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task ChangeEachAsync<TItem>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task> change, CancellationToken cancel)
        where TItem : notnull =>
        ChangeEachAsync(items, change, static _ => { }, cancel);

    /// <summary>The same, where something follows a change that was done.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="change">Changes one.</param>
    /// <param name="done">What follows.</param>
    /// <param name="cancel">Ends the requests.</param>
    private protected Task ChangeEachAsync<TItem>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task> change, Action<TItem> done, CancellationToken cancel)
        where TItem : notnull
    {
        return ChangeEachAsync(items, SendAsync, (item, _) => done(item), cancel);

        async Task<bool> SendAsync(TItem item, CancellationToken cancel)
        {
            await change(item, cancel).ConfigureAwait(false);
            return true;
        }
    }

    private static (Task Request, Func<Task> WriteAsync) Answer<TItem, TResult>(TItem item, Task<TResult> answer, Action<TItem, TResult> write) =>
        (answer, async () => write(item, await answer));

    private bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var own) ? own : GetVariableValue("ErrorActionPreference"), out var preference)
        && preference == ActionPreference.Stop;

    private async Task SendEachAsync<TItem>(IEnumerable<TItem> items, Func<TItem, (Task Request, Func<Task> WriteAsync)> send, int mostUnderWay)
        where TItem : notnull
    {
        foreach (var item in items)
        {
            await WriteUnderWayAsync(leave: mostUnderWay - 1);
            var (request, writeAsync) = send(item);
            _underWay.Enqueue((item, request, writeAsync));
            // Before anything is asked about the next, where that may not follow a failure.
            if (mostUnderWay == 1) await WriteUnderWayAsync(leave: 0);
        }
    }

    private async Task WriteAllAsync<T>(IAsyncEnumerator<T> results, Task<bool> first)
        where T : notnull
    {
        try
        {
            for (var any = await first; any; any = await results.MoveNextAsync()) Write(results.Current);
        }
        finally
        {
            await results.DisposeAsync();
        }
    }

    /// <summary>Writes, in order, what has been answered, and waits until no more than some are left.</summary>
    private async Task WriteUnderWayAsync(int leave)
    {
        while (_underWay.Count > leave || (_underWay.Count > 0 && _underWay.Peek().Request.IsCompleted))
        {
            var (item, _, writeAsync) = _underWay.Dequeue();
            try
            {
                await writeAsync();
            }
            catch (PolytomicApiException failure)
            {
                Fail(ErrorRecords.From(failure, item));
            }
        }
    }

    /// <summary>
    /// Whether an edit is to be written: it can be, it makes a difference, and the user lets it pass. Says so where it is not.
    /// </summary>
    /// <param name="edit">What was read, with its changes.</param>
    /// <param name="emit">Emits it as it is, where there is nothing to write.</param>
    /// <param name="unfinished">What is to be done where nothing differs; null where that is nothing.</param>
    private protected bool MayWrite(ResourceEdit edit, Action emit, string? unfinished = null)
    {
        foreach (var field in edit.Unknown) Fail(ErrorRecords.NoSuchField(edit, field));
        if (edit.Unknown.Count > 0) return false;
        if (edit.Missing.Count > 0)
        {
            Fail(ErrorRecords.Incomplete(edit));
            return false;
        }

        if (edit.Differences.Count > 0) return MayProcess(edit.What, string.Join("; ", edit.Differences));
        if (unfinished is not null) return MayProcess(edit.What, unfinished);
        Say($"There is nothing to change in {edit}: it has these settings already.");
        emit();
        return false;
    }

    /// <summary>Refuses what only says how to wait, where nothing waits.</summary>
    /// <param name="waits">Whether the command waits.</param>
    private protected void RefuseWithoutWait(bool waits)
    {
        if (waits) return;
        foreach (var name in new[] { "TimeoutSec", "PollIntervalSec" })
        {
            if (MyInvocation.BoundParameters.ContainsKey(name)) ThrowTerminatingError(ErrorRecords.InvalidArgument($"-{name} says how to wait, and goes with -Wait. Add -Wait, or leave out -{name}."));
        }
    }

    private PolytomicClient OpenClient()
    {
        _session = Session ?? RunspaceSession.Current;
        if (_session is not { IsConnected: true }) ThrowTerminatingError(_session is null ? ErrorRecords.NotConnected() : ErrorRecords.Disconnected());
        _throttleLimit = _session!.ThrottleLimit;
        ShowReading(_session.Client.Clock);
        return _session.Client.ObservedBy(Observer);
    }
}
