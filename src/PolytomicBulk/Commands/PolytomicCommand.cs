using System.Globalization;
using System.Management.Automation;
using System.Net;
using PolytomicBulk.Http;

namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet: asynchronous work whose output, errors and messages reach the pipeline in order.</summary>
public abstract class PolytomicCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private readonly Dictionary<int, ProgressRecord> _bars = [];
    private VerboseObserver? _observer;
    private ReadingProgress? _reading;

    /// <summary>What is done before the first input.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected virtual Task BeginAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What is done for each input.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected virtual Task ProcessAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What is done after the last input.</summary>
    /// <param name="cancel">Set when the user or the pipeline stops the cmdlet.</param>
    protected virtual Task EndAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(EndAsync);
        // A bar of something that failed must not stay while the rest of the pipeline works.
        foreach (var bar in _bars.Values.ToArray()) ShowProgress(new ProgressRecord(bar.ActivityId, bar.Activity, bar.StatusDescription) { RecordType = ProgressRecordType.Completed });
        if (_observer?.Summary is { } summary) Say(summary);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        // A pipeline that closes early, as with Select-Object -First, wants no more of what is under way.
        _stop.Cancel();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes an object to the pipeline.</summary>
    /// <param name="output">The object.</param>
    protected internal void Write(object output)
    {
        Outside(() => WriteObject(output));
        _reading?.Wrote();
    }

    /// <summary>Writes a file as Get-Item does: PowerShell's own table takes the size and the folder from what the provider adds.</summary>
    /// <param name="path">The full path.</param>
    private protected void WriteFile(string path)
    {
        foreach (var file in InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{path}"], force: true, literalPath: true)) Write(file);
    }

    /// <summary>Writes an error that concerns one item; the others go on.</summary>
    /// <param name="error">The error.</param>
    protected internal void Fail(ErrorRecord error) => Outside(() => WriteError(error));

    /// <summary>Tells the user of something that is no error.</summary>
    /// <param name="message">What to tell.</param>
    protected internal void Warn(string message) => Outside(() => WriteWarning(PlainText.Of(message)));

    /// <summary>Shows how far the work is.</summary>
    /// <param name="progress">What is shown.</param>
    protected internal void ShowProgress(ProgressRecord progress)
    {
        progress.StatusDescription = PlainText.Of(progress.StatusDescription);
        if (progress.RecordType == ProgressRecordType.Completed) _bars.Remove(progress.ActivityId);
        else _bars[progress.ActivityId] = progress;
        Outside(() => WriteProgress(progress));
    }

    /// <summary>Shows what has come so far, from a second on, unless the command has a bar of its own.</summary>
    /// <param name="clock">Where time comes from.</param>
    private protected void ShowReading(TimeProvider clock) => _reading = new(clock, MyInvocation.MyCommand.Name);

    /// <summary>Tells -Verbose something.</summary>
    /// <param name="message">What to say.</param>
    protected void Say(string message) => Outside(() =>
    {
        // With -Debug alone, PowerShell would stop at each verbose message and ask.
        if (MyInvocation.BoundParameters.ContainsKey("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose")) WriteDebug(PlainText.Of(message));
        else WriteVerbose(PlainText.Of(message));
    });

    /// <summary>Asks -WhatIf and -Confirm, or only -WhatIf where -Force was given.</summary>
    /// <param name="target">What would be changed.</param>
    /// <param name="action">What would be done with it.</param>
    /// <param name="force">Whether the user said not to ask.</param>
    protected bool MayProcess(string target, string action, bool force = false)
    {
        var may = false;
        var ask = IsOn("WhatIf") || IsOn("Confirm") || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        Outside(() => may = (force && !ask) || ShouldProcess(PlainText.Of(target), PlainText.Of(action)));
        return may;

        bool IsOn(string name) => MyInvocation.BoundParameters.TryGetValue(name, out var value) && LanguagePrimitives.IsTrue(value);
    }

    /// <summary>Asks as ConfirmImpact High would, in a cmdlet whose impact is mostly less. For what <see cref="MayProcess"/> has let pass.</summary>
    /// <param name="question">The question.</param>
    /// <param name="yesToAll">Whether the user has said yes to all.</param>
    /// <param name="noToAll">Whether the user has said no to all.</param>
    protected bool MayGoOn(string question, ref bool yesToAll, ref bool noToAll)
    {
        // With -Confirm or a lower preference MayProcess has already asked, and -Confirm:$false says not to.
        if (MyInvocation.BoundParameters.ContainsKey("Confirm")) return true;
        if (!LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference"), out var preference) || preference != ConfirmImpact.High) return true;

        var (may, yes, no) = (false, yesToAll, noToAll);
        Outside(() => may = ShouldContinue(PlainText.Of(question), "Confirm", ref yes, ref no));
        (yesToAll, noToAll) = (yes, no);
        return may;
    }

    /// <summary>Does something for each item, so that one that fails does not stop the others.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="action">What is done for each.</param>
    /// <param name="cancel">Ends the work.</param>
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

    /// <summary>Writes what has one of some names, and an error for each name without wildcards that nothing has.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="nameOf">Gives an item's name.</param>
    /// <param name="names">The names, with wildcards; null for all items.</param>
    /// <param name="what">What an item is called.</param>
    /// <param name="cancel">Ends the work.</param>
    private protected Task WriteNamedAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> nameOf, string[]? names, string what, CancellationToken cancel)
        where T : notnull => ForEachNamedAsync(items, nameOf, names, what, item => Write(item), cancel);

    /// <summary>Does something with what has one of some names, and fails for each name without wildcards that nothing has.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="nameOf">Gives an item's name.</param>
    /// <param name="names">The names, with wildcards; null for all items.</param>
    /// <param name="what">What an item is called.</param>
    /// <param name="action">What is done with each.</param>
    /// <param name="cancel">Ends the work.</param>
    private protected async Task ForEachNamedAsync<T>(IAsyncEnumerable<T> items, Func<T, string?> nameOf, string[]? names, string what, Action<T> action, CancellationToken cancel)
        where T : notnull
    {
        var filters = (names ?? ["*"]).Select(name => new NameFilter(name)).ToArray();
        var all = new List<string?>();
        await foreach (var item in items.WithCancellation(cancel))
        {
            if (names is not null) all.Add(nameOf(item));
            // Every filter is asked, since each must know whether it found anything.
            if (Array.FindAll(filters, filter => filter.Matches(nameOf(item))).Length > 0) action(item);
        }

        foreach (var filter in filters.Where(filter => filter.MissedItsName))
        {
            var name = WildcardPattern.Unescape(filter.Pattern);
            Fail(Guid.TryParse(name, out var id) && MyInvocation.MyCommand.Parameters.ContainsKey("Id")
                ? ErrorRecords.NoSuchName(what, name, [], $"That is an id, and goes with -Id: {MyInvocation.MyCommand.Name} -Id {id}.")
                : ErrorRecords.NoSuchName(what, name, Likeness.Nearest(name, all), $"Wildcards work: *{filter.Pattern}*."));
        }
    }

    /// <summary>Told, on any thread, whenever the command may have changed something on the service.</summary>
    private protected virtual void OnChange()
    {
    }

    /// <summary>Tells -Verbose of the requests that a client makes for this cmdlet.</summary>
    private protected RequestObserver Observer => _observer ??= new VerboseObserver(this, IsDebugging);

    private bool IsDebugging => MyInvocation.BoundParameters.TryGetValue("Debug", out var on)
        ? LanguagePrimitives.IsTrue(on)
        : LanguagePrimitives.TryConvertTo<ActionPreference>(GetVariableValue("DebugPreference"), out var preference) && preference != ActionPreference.SilentlyContinue && preference != ActionPreference.Ignore;

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            _pump.Run(() => work(_stop.Token));
        }
        catch (PolytomicApiException failure)
        {
            WriteError(ErrorRecords.From(failure, target: null));
        }
        catch (ObjectDisposedException) when (!_stop.IsCancellationRequested)
        {
            ThrowTerminatingError(ErrorRecords.Disconnected());
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>
    /// Calls into PowerShell without the pump in place: what runs downstream may block on a task of its own,
    /// whose continuation would wait for the pump, which waits for it.
    /// </summary>
    private void Outside(Action action)
    {
        var pump = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _pump.Pause();
        try
        {
            action();
        }
        finally
        {
            _pump.Continue();
            SynchronizationContext.SetSynchronizationContext(pump);
        }
    }

    /// <summary>On the pipeline's thread, after each answer.</summary>
    private void OnAnswer()
    {
        if (_reading?.Next() is { } progress && _bars.Keys.All(id => id == progress.ActivityId)) ShowProgress(progress);
    }

    private sealed class VerboseObserver(PolytomicCommand command, bool debug) : RequestObserver
    {
        private const int RateLimitActivity = int.MaxValue;

        private int _requests;
        private int _retries;
        private int _limited;

        public string? Summary => _requests + _retries == 0 ? null : string.Format(
            CultureInfo.InvariantCulture,
            "{0} requests, {1} retries, {2:0} ms waiting on the service, {3:0} ms here",
            _requests,
            _retries,
            command._pump.Waiting.TotalMilliseconds,
            command._pump.Working.TotalMilliseconds);

        public override void Answered(string method, string pathAndQuery, HttpStatusCode status, TimeSpan elapsed)
        {
            Interlocked.Increment(ref _requests);
            if (method != HttpMethod.Get.Method) command.OnChange();
            Say($"{method} {pathAndQuery}: {(int)status} in {elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
            OnPipeline(_ => command.OnAnswer());
        }

        public override bool WantsHeaders => debug;

        public override void Sent(string method, string pathAndQuery, IReadOnlyList<string> headers) => Detail($"{method} {pathAndQuery}", headers);

        public override void Received(HttpStatusCode status, IReadOnlyList<string> headers) => Detail($"{(int)status} {status}", headers);

        public override void Retrying(PolytomicApiException failure, TimeSpan delay, int attempt, int attempts)
        {
            Interlocked.Increment(ref _retries);
            var seconds = delay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            Say($"{failure.Message} Attempt {attempt} of {attempts} follows in {seconds} s.");
            if (failure.Failure != PolytomicFailure.RateLimited) return;
            Interlocked.Increment(ref _limited);
            ShowRateLimit(new ProgressRecord(RateLimitActivity, "Waiting for the rate limit", $"Attempt {attempt} of {attempts} follows in {seconds} s") { SecondsRemaining = (int)Math.Ceiling(delay.TotalSeconds) });
        }

        public override void Resuming(PolytomicApiException failure)
        {
            if (failure.Failure != PolytomicFailure.RateLimited || Interlocked.Decrement(ref _limited) > 0) return;
            ShowRateLimit(new ProgressRecord(RateLimitActivity, "Waiting for the rate limit", "Over") { RecordType = ProgressRecordType.Completed });
        }

        private void Say(string message) => OnPipeline(_ => command.Say(message));

        private void ShowRateLimit(ProgressRecord progress) => OnPipeline(_ => command.ShowProgress(progress));

        private void Detail(string line, IReadOnlyList<string> headers) =>
            OnPipeline(_ => command.Outside(() => command.WriteDebug(string.Join(Environment.NewLine + "    ", new[] { line }.Concat(headers).Select(PlainText.Of)))));

        private void OnPipeline(SendOrPostCallback action)
        {
            if (SynchronizationContext.Current == command._pump) action(null);
            else command._pump.Post(action, null);
        }
    }
}
