namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet that calls the service.</summary>
public abstract class SessionCommand : PolytomicCommand
{
    /// <summary>Two of the largest pages, for each request that may be under way.</summary>
    private const int ItemsAhead = 200;

    private readonly RequestQueue _requests;
    private SemaphoreSlim? _room;
    private PolytomicSession? _session;
    private PolytomicClient? _client;

    private protected SessionCommand() => _requests = new((item, failure) => Fail(ErrorRecords.From(failure, item)), () => Variables);

    /// <summary>
    /// Specifies the session to use. Connect-Polytomic -PassThru returns one. If you omit this parameter, the command uses the session of this
    /// runspace.
    /// </summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    /// <summary>The client of the session.</summary>
    private protected PolytomicClient Client => _client ??= OpenClient();

    /// <summary>Whether the session is a partner's own, which reaches organizations and no bulk sync.</summary>
    private protected bool IsPartner => _session!.IsPartner;

    /// <summary>Whether the command is one of the few that a partner's session can be used for.</summary>
    private protected virtual bool TakesPartner => false;

    /// <summary>
    /// Writes an object to the pipeline. Where the session is named, several may be in use: then the object says of which organization it is.
    /// </summary>
    internal override void Write(object output) =>
        base.Write(Session?.Organization is { Length: > 0 } name ? PowerShellValue.WithNote(output, "OrganizationName", name) : output);

    /// <summary>A bulk sync in words, for -WhatIf and -Confirm: by its name, where the session has read it.</summary>
    internal string InWords(Guid syncId) => SyncLabel.InWords(syncId, Client.SyncNames.Get(syncId));

    /// <summary>Completions must not offer what has just been removed, or leave out what has just been made.</summary>
    internal override void OnChange() => _session?.Completions.Clear();

    private protected override Task BeginAsync(CancellationToken cancel)
    {
        // One error before the first input, rather than the same one for every input.
        _client = OpenClient();
        return Task.CompletedTask;
    }

    private protected override Task EndAsync(CancellationToken cancel) => FlushAsync();

    /// <summary>
    /// Sends a request for each item without waiting for the one before, and writes the answers in the order of the requests. Those still
    /// under way go on while the next input arrives; EndAsync writes the last. Where a command changes something and an error
    /// ends the pipeline, each request waits for the one before, so that nothing is changed after a failure.
    /// </summary>
    private protected async Task SendAsync<TItem, TRequest>(
        IEnumerable<TItem> items, Func<TItem, TRequest> request, Func<TItem, TRequest, Task>? write = null)
        where TItem : notnull
        where TRequest : Task
    {
        foreach (var item in items) await _requests.SendAsync(item, () => request(item), sent => write?.Invoke(item, sent) ?? sent, Limit);
    }

    /// <summary>
    /// Begins work on an item without waiting for the items before, as <see cref="SendAsync"/> does for a request: what the work writes comes in the order
    /// of the items, and so do its questions (<see cref="AskAsync"/>). Work on an item that is given twice does not overlap.
    /// </summary>
    private protected Task TogetherAsync(object item, Func<Task> work) => _requests.WorkAsync(item, work, Limit);

    /// <summary>Asks something when the items before have asked.</summary>
    private protected Task<bool> AskAsync(Func<bool> ask) => _requests.Current is { } work ? work.AskAsync(ask) : Task.FromResult(ask());

    private protected override void InOrder(Action write)
    {
        if (_requests.Current is { } work) work.Do(write);
        else write();
    }

    internal override Task AsOfAsync(object?[]? values, Func<Task> action) =>
        _requests.Current is { } work ? work.AsOfAsync(values, action) : base.AsOfAsync(values, action);

    internal override void AsOf(object?[]? values, Action action)
    {
        if (_requests.Current is { } work) work.AsOf(values, action);
        else base.AsOf(values, action);
    }

    private int Limit => StopsAtErrors && Changes ? 1 : _session!.ThrottleLimit;

    /// <summary>The same for a list: each that has others before it is read ahead, as far as there is room for items that wait to be written.</summary>
    private protected Task SendListAsync<T>(object item, IAsyncEnumerable<T> list, CancellationToken cancel)
        where T : notnull
    {
        ListAhead<T>? ahead = null;
        _room ??= new(ItemsAhead * _session!.ThrottleLimit);
        return SendAsync([item], Begin, (_, _) => ahead!.WriteAsync(one => Write(one)));

        Task Begin(object item) => (ahead = new(list.GetAsyncEnumerator(cancel), _room, _requests.IsEmpty)).Reading;
    }

    /// <summary>Writes the answers of all that is under way.</summary>
    private protected Task FlushAsync() => _requests.FlushAsync();

    /// <summary>Writes the answer of a request.</summary>
    private protected async Task WriteAsync<TItem, T>(TItem item, Task<T> request)
        where T : notnull => Write(await request);

    /// <summary>Whether it may change something on the service.</summary>
    private protected virtual bool Changes => GetType().GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess;

    private bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var own) ? own : GetVariableValue("ErrorActionPreference"), out var preference)
        && preference == ActionPreference.Stop;

    /// <summary>Which bulk syncs objects stand for. One that stands for none is an error; the others go on.</summary>
    private protected List<SyncReference> ReadInput(IEnumerable<object?> items, bool takesParts)
    {
        var syncs = new List<SyncReference>();
        foreach (var item in items)
        {
            try
            {
                syncs.Add(SyncInput.Read(item, takesParts));
            }
            catch (ArgumentException wrong)
            {
                Fail(ErrorRecords.InvalidArgument(wrong.Message, item));
            }
        }

        return syncs;
    }

    /// <summary>Of some names those that are meant; it fails for each name without wildcards that there is not.</summary>
    private protected List<string> FindNames(IEnumerable<string> all, string[] names, string what)
    {
        var filters = Array.ConvertAll(names, name => new NameFilter(name));
        var known = all.ToList();
        foreach (var filter in filters.Where(filter => !filter.HasWildcards && !known.Exists(filter.IsName)))
            Fail(ErrorRecords.NoSuchName(what, filter.Pattern, known, MyInvocation.MyCommand));
        return known.FindAll(name => Array.Exists(filters, filter => filter.IsMatch(name)));
    }

    /// <summary>Does something with what has one of some names, and fails for each name without wildcards that nothing has.</summary>
    private protected async Task ForEachNamedAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string?> nameOf, string[]? names, string what, Action<T> action, CancellationToken cancel)
        where T : notnull
    {
        if (names is null)
        {
            await foreach (var item in items.WithCancellation(cancel)) action(item);
            return;
        }

        var filters = names.Select(name => new NameFilter(name)).ToArray();
        var all = new List<string?>();
        var waiting = new List<T>();
        var found = new HashSet<NameFilter>();
        // A name in full comes before wildcards, and only the end of the list tells whether anything has it.
        var streams = !Array.Exists(filters, filter => filter.HasWildcards);
        await foreach (var item in items.WithCancellation(cancel))
        {
            var name = nameOf(item);
            all.Add(name);
            found.UnionWith(filters.Where(filter => filter.IsName(name)));
            if (!streams) waiting.Add(item);
            else if (Array.Exists(filters, filter => filter.IsName(name))) action(item);
        }

        foreach (var item in waiting)
        {
            var name = nameOf(item);
            if (Array.Exists(filters, filter => found.Contains(filter) ? filter.IsName(name) : filter.IsMatch(name))) action(item);
        }

        foreach (var filter in filters.Where(filter => !filter.HasWildcards && !found.Contains(filter)))
            Fail(ErrorRecords.NoSuchName(what, filter.Pattern, all, MyInvocation.MyCommand));
    }

    /// <summary>Whether an edit is to be written: it can be, it makes a difference, and the user lets it pass. Says so where it is not.</summary>
    private protected bool MayWrite(ResourceEdit edit, Action emit, bool finishes = false)
    {
        var maySkip = MyInvocation.MyCommand.Parameters.ContainsKey("SkipValidation");
        foreach (var field in edit.Unknown) Fail(ErrorRecords.NoSuchField(edit, field, maySkip));
        if (edit.Unknown.Count > 0) return false;
        if (edit.Missing.Count > 0)
        {
            Fail(ErrorRecords.Incomplete(edit));
            return false;
        }

        if (edit is { Differences.Count: > 0, Masked.Count: > 0 })
        {
            Fail(ErrorRecords.Masked(edit));
            return false;
        }

        if (edit.Differences.Count > 0) edit.Check();
        var plan = finishes ? edit.Differences.Append("Finish an interrupted update") : edit.Differences;
        if (plan.Any()) return MayProcess(edit.What, string.Join("; ", plan), edit);
        Say($"Nothing was written. {edit} already has these settings.");
        emit();
        return false;
    }

    /// <summary>Puts the connections that were named into settings to be written; where one is not found, nothing is done at all.</summary>
    private protected async Task ReadConnectionsAsync(JsonObject settings, string? source, string? destination, CancellationToken cancel)
    {
        foreach (var (parameter, name) in new[] { ("Source", source), ("Destination", destination) })
        {
            if (name is null || !MyInvocation.BoundParameters.ContainsKey($"{parameter}ConnectionId")) continue;
            ThrowTerminatingError(ErrorRecords.InvalidArgument(
                $"-{parameter} and -{parameter}ConnectionId cannot be used together. Specify one of them."));
        }

        try
        {
            await new NamedConnections(Client, ThrowTerminatingError).ReadAsync(settings, source, destination, cancel);
        }
        catch (PolytomicApiException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, target: null));
        }
    }

    /// <summary>Refuses what only says how to wait, where nothing waits.</summary>
    private protected void RefuseWithoutWait(bool waits, string wait = "Wait")
    {
        if (waits) return;
        foreach (var name in new[] { "TimeoutSec", "PollIntervalSec" })
        {
            if (!MyInvocation.BoundParameters.ContainsKey(name)) continue;
            ThrowTerminatingError(ErrorRecords.InvalidArgument($"-{name} can be used only with -{wait}. Add -{wait}, or omit -{name}."));
        }
    }

    private PolytomicClient OpenClient()
    {
        _session = Session ?? RunspaceSession.Current;
        if (_session is not { IsConnected: true }) ThrowTerminatingError(_session is null ? ErrorRecords.NotConnected() : ErrorRecords.Disconnected());
        if (_session!.IsPartner && !TakesPartner) ThrowTerminatingError(ErrorRecords.NotForPartner(MyInvocation.MyCommand.Name));
        ShowReading(_session.Client.Clock);
        return _session.Client.ObservedBy(Observer);
    }
}
