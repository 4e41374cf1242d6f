using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet that calls the service.</summary>
public abstract class SessionCommand : PolytomicCommand
{
    private readonly Queue<(object Item, Task<object> Request)> _underWay = new();
    private PolytomicSession? _session;
    private PolytomicClient? _client;
    private int _throttleLimit;

    /// <summary>The session to use, as Connect-Polytomic -PassThru emits it.</summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    public PolytomicSession? Session { get; set; }

    /// <summary>The client of the session.</summary>
    private protected PolytomicClient Client => _client ??= OpenClient();

    /// <summary>Whether an id below a sync is not the sync's own, which a sync that is piped in has under the same name. Says so where it is.</summary>
    /// <param name="id">The id.</param>
    /// <param name="syncId">The sync's id.</param>
    /// <param name="kind">What the id should be of, with its article.</param>
    /// <param name="advice">What to do instead.</param>
    private protected bool IsBelow(string id, Guid syncId, string kind, string advice)
    {
        if (!Guid.TryParse(id, out var own) || own != syncId) return true;
        Fail(ErrorRecords.InvalidArgument($"{id} is a bulk sync, not {kind}. {advice}", id));
        return false;
    }

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
    private protected async Task RequestEachAsync<TItem, TResult>(IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> request, CancellationToken cancel)
        where TItem : notnull
        where TResult : notnull
    {
        foreach (var item in items)
        {
            await WriteUnderWayAsync(leave: _throttleLimit - 1);
            _underWay.Enqueue((item, SendAsync(item)));
        }

        async Task<object> SendAsync(TItem item) => await request(item, cancel).ConfigureAwait(false);
    }

    /// <summary>Writes, in order, what has been answered, and waits until no more than some are left.</summary>
    private async Task WriteUnderWayAsync(int leave)
    {
        while (_underWay.Count > leave || (_underWay.Count > 0 && _underWay.Peek().Request.IsCompleted))
        {
            var (item, request) = _underWay.Dequeue();
            try
            {
                Write(await request);
            }
            catch (PolytomicApiException failure)
            {
                Fail(ErrorRecords.From(failure, item));
            }
        }
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
        if (_session is not { IsConnected: true }) ThrowTerminatingError(ErrorRecords.NotConnected());
        _throttleLimit = _session!.ThrottleLimit;
        ShowReading(_session.Client.Clock);
        return _session.Client.ObservedBy(Observer);
    }
}
