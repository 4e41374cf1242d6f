namespace PolytomicBulk.Commands;

/// <summary>The base class of cmdlets that call the service.</summary>
public abstract class SessionCommand : RequestCommand
{
    private protected const string IdSet = "Id";
    private protected const string ListSet = "List";
    private protected const string NameSet = "Name";
    private protected const string ObjectSet = "InputObject";

    private PolytomicSession? _session;
    private PolytomicClient? _client;

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

    private protected PolytomicClient Client => _client ??= OpenClient();

    private protected override int ThrottleLimit => _session!.ThrottleLimit;

    /// <summary>Whether the session is a partner session, which has no bulk syncs.</summary>
    private protected bool IsPartner => _session!.IsPartner;

    /// <summary>Whether the command can be used with a partner session.</summary>
    private protected virtual bool TakesPartner => false;

    /// <summary>Writes an object. With -Session, several sessions may be in use, so the object gets the name of its organization.</summary>
    internal override void Write(object output) =>
        base.Write(Session?.Organization is { Length: > 0 } name ? PowerShellValue.WithNote(output, "OrganizationName", name) : output);

    /// <summary>A bulk sync in words, for -WhatIf and -Confirm, with its name if the session has read it.</summary>
    internal string InWords(Guid syncId) => SyncLabel.InWords(syncId, Client.SyncNames.Get(syncId));

    private protected override string InWords(object item) =>
        item is Guid id && _client?.SyncNames.Get(id) is { } name ? $"'{name}' ({id})" : base.InWords(item);

    internal override string ConnectionInWords(Guid connectionId) =>
        connectionId == Guid.Empty ? base.ConnectionInWords(connectionId) : Client.ConnectionNames.InWords(connectionId);

    /// <summary>Clears the completions, which may offer something that was removed.</summary>
    internal override void OnChange() => _session?.Completions.Clear();

    private protected override Task BeginAsync(CancellationToken cancel)
    {
        // Without a session, this is one error and not one for every input.
        _client = OpenClient();
        return Task.CompletedTask;
    }

    /// <summary>The bulk syncs that objects stand for. An object that stands for none is an error, and the others continue.</summary>
    private protected IEnumerable<SyncReference> ReadInput(IEnumerable<object?> items, bool takesParts) =>
        items.Select(item => ReadInput(item, takesParts)).OfType<SyncReference>();

    private SyncReference? ReadInput(object? item, bool takesParts)
    {
        try
        {
            return SyncInput.Read(item, takesParts);
        }
        catch (ArgumentException wrong)
        {
            Fail(wrong.Message, item);
            return null;
        }
    }

    /// <summary>The names that match. A name without wildcards that does not exist is an error.</summary>
    private protected List<string> FindNames(IEnumerable<string> all, string[] names, string what)
    {
        var filters = Array.ConvertAll(names, name => new NameFilter(name));
        var known = all.ToList();
        foreach (var filter in filters.Where(filter => !filter.HasWildcards && !known.Exists(filter.IsName)))
            FailToFind(filter, what, known);
        return known.FindAll(name => Array.Exists(filters, filter => filter.IsMatch(name)));
    }

    /// <summary>
    /// A list that is read to its end before its first item if a command follows that may change or delete the items. The rest of the list would then move
    /// up, and the next page would begin too late. If none follows, the items come page by page.
    /// </summary>
    private protected IAsyncEnumerable<T> WholeIfFollowed<T>(IAsyncEnumerable<T> items, CancellationToken cancel) =>
        Downstream.Follows(this) ? ReadWholeAsync(items, cancel) : items;

    private static async IAsyncEnumerable<T> ReadWholeAsync<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancel)
    {
        var all = new List<T>();
        await foreach (var item in items.WithCancellation(cancel).ConfigureAwait(false)) all.Add(item);
        foreach (var item in all) yield return item;
    }

    /// <summary>Runs an action for each item whose name matches. A name without wildcards that no item has is an error.</summary>
    private protected async Task ForEachNamedAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string?> nameOf, string[]? names, string what, Action<T> action, CancellationToken cancel)
        where T : notnull
    {
        items = WholeIfFollowed(items, cancel);
        if (names is null)
        {
            await foreach (var item in items.WithCancellation(cancel)) action(item);
            return;
        }

        var filters = names.Select(name => new NameFilter(name)).ToArray();
        var all = new List<string?>();
        var waiting = new List<T>();
        var found = new HashSet<NameFilter>();
        // A full name takes precedence over wildcards, and only the end of the list shows whether an item has it.
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
            FailToFind(filter, what, all);
    }

    private void FailToFind(NameFilter filter, string what, IEnumerable<string?> all) => Fail(filter.IsMalformed
        ? ErrorRecords.MalformedPattern(what, filter.Pattern)
        : ErrorRecords.NoSuchName(what, filter.Pattern, all, MyInvocation.MyCommand));

    /// <summary>Whether to write an edit: it is possible, changes something, and is confirmed. Reports the reason if it is not.</summary>
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
        Say($"Nothing was written, because {edit} already has these settings.");
        emit();
        return false;
    }

    /// <summary>Puts the ids of the connections that -Source and -Destination name into settings. A name that is not found ends the command.</summary>
    private protected async Task ReadConnectionsAsync(JsonObject settings, string? source, string? destination, CancellationToken cancel)
    {
        foreach (var (parameter, name) in new[] { ("Source", source), ("Destination", destination) })
        {
            if (name is null || !MyInvocation.BoundParameters.ContainsKey($"{parameter}ConnectionId")) continue;
            Refuse($"-{parameter} and -{parameter}ConnectionId cannot be used together. Specify one of them.");
        }

        await OrEndAsync(() => new NamedConnections(Client, ThrowTerminatingError).ReadAsync(settings, source, destination, cancel));
    }

    /// <summary>Does something whose failure ends the command.</summary>
    private protected async Task OrEndAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (PolytomicApiException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure, target: null));
        }
    }

    /// <summary>Refuses parameters of the wait if the command does not wait.</summary>
    private protected void RefuseWithoutWait(bool waits, string wait = "Wait")
    {
        foreach (var name in new[] { "TimeoutSec", "PollIntervalSec" })
        {
            if (waits || !MyInvocation.BoundParameters.ContainsKey(name)) continue;
            Refuse($"-{name} can be used only with -{wait}. Add -{wait}, or omit -{name}.");
        }
    }

    /// <summary>The full path of a file or folder; null, and an error, if it is not in the file system.</summary>
    private protected string? FileSystemPath(string path, string rule)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name == "FileSystem") return full;
        Fail($"{rule}, and '{path}' is not.", path);
        return null;
    }

    private PolytomicClient OpenClient()
    {
        _session = Session ?? RunspaceSession.Current;
        if (_session is not { IsConnected: true }) ThrowTerminatingError(_session is null ? ErrorRecords.NotConnected() : ErrorRecords.Disconnected());
        if (_session!.IsPartner && !TakesPartner) ThrowTerminatingError(ErrorRecords.NotForPartner(MyInvocation.MyCommand.Name));
        CountReading(_session.Client.Clock);
        return _session.Client.ObservedBy(Observer);
    }
}
