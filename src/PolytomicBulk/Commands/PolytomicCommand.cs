namespace PolytomicBulk.Commands;

/// <summary>The base of every cmdlet: asynchronous work whose output, errors and messages reach the pipeline in order.</summary>
public abstract class PolytomicCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private readonly ProgressBars _bars;
    private readonly Confirmation _confirmation;
    private VerboseObserver? _observer;
    private PipelineVariables? _variables;

    private protected PolytomicCommand() =>
        (_bars, _confirmation) = (new(progress => Outside(() => WriteProgress(progress))), new(this));

    /// <summary>What is done before the first input.</summary>
    private protected virtual Task BeginAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Refuses an empty value that was typed: a mistyped variable gives one, too. Where it clears nothing, it would be taken for "as it is".</summary>
    private protected virtual void CheckParameters()
    {
        // The pipeline has not come yet. In a row, an empty value means that none was given.
        foreach (var (name, value) in MyInvocation.BoundParameters.Select(bound => (bound.Key, PowerShellValue.Unwrap(bound.Value))))
        {
            if (GetType().GetProperty(name) is not { } parameter || !IsEmpty(value, parameter.PropertyType.IsArray)) continue;
            var advice = GetType().GetProperty(ClearInput.Parameter)?.GetCustomAttribute<ClearableAttribute>()?.Names.Contains(name) == true
                ? $" To clear it, use -{ClearInput.Parameter} {name}."
                : parameter.IsDefined(typeof(AllowEmptyCollectionAttribute)) ? " To remove all, use @()." : "";
            ThrowTerminatingError(ErrorRecords.InvalidArgument($"-{name} is empty. Check the variable, or omit the parameter.{advice}", name));
        }
    }

    private static bool IsEmpty(object? value, bool isList) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        // Where one value of any kind is taken, such as an example, what is in a list is part of it.
        Array items => isList && items.Cast<object?>().Any(item => IsEmpty(PowerShellValue.Unwrap(item), isList: false)),
        _ => false,
    };

    /// <summary>What is done for each input.</summary>
    private protected virtual Task ProcessAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What is done after the last input.</summary>
    private protected virtual Task EndAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        CheckParameters();
        Run(BeginAsync);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(EndAsync);
        _bars.Complete();
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
    internal virtual void Write(object output) => InOrder(() =>
    {
        Outside(() => WriteObject(output));
        _bars.Reading?.Wrote();
    });

    /// <summary>Does what the pipeline sees when the items before have had their turn. A command that takes its items one by one does it at once.</summary>
    private protected virtual void InOrder(Action write) => write();

    /// <summary>What -PipelineVariable holds for the commands before this one, so that what is written later is written with it.</summary>
    private protected PipelineVariables Variables => _variables ??= PipelineVariables.Before(this);

    /// <summary>What the pipeline variables hold now; null where there are none.</summary>
    internal object?[]? PipelineValues() => Variables.Read();

    /// <summary>Does something while the pipeline variables hold what they have held.</summary>
    internal virtual Task AsOfAsync(object?[]? values, Func<Task> action) => Variables.AsOfAsync(values, action);

    /// <summary>The same, for what does not wait.</summary>
    internal virtual void AsOf(object?[]? values, Action action) => Variables.AsOf(values, action);

    /// <summary>Writes a file as Get-Item does: PowerShell's own table takes the size and the folder from what the provider adds.</summary>
    private protected void WriteFile(string path)
    {
        foreach (var file in InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{path}"], force: true, literalPath: true)) Write(file);
    }

    /// <summary>Writes an error that concerns one item; the others go on.</summary>
    internal void Fail(ErrorRecord error) => InOrder(() => Outside(() => WriteError(error)));

    /// <summary>Tells the user of something that is no error.</summary>
    internal void Warn(string message) => InOrder(() => WarnNow(message));

    /// <summary>The same before a question, which does not wait for the output of the items before.</summary>
    private protected void WarnNow(string message) => Outside(() => WriteWarning(PlainText.Line(message)));

    /// <summary>Shows how far the work is.</summary>
    internal void ShowProgress(ProgressRecord progress) => _bars.Show(progress);

    /// <summary>Shows what has come so far, from a second on, unless the command has a bar of its own.</summary>
    private protected void ShowReading(TimeProvider clock) => _bars.Reading = new(clock, MyInvocation.MyCommand.Name);

    /// <summary>Tells -Verbose something.</summary>
    internal void Say(string message) => InOrder(() => Outside(() =>
    {
        // With -Debug alone, PowerShell would stop at each verbose message and ask.
        if (MyInvocation.BoundParameters.ContainsKey("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose")) WriteDebug(PlainText.Of(message));
        else WriteVerbose(PlainText.Of(message));
    }));

    /// <summary>Tells -Debug something.</summary>
    internal void Debug(string message) => Outside(() => WriteDebug(message));

    /// <summary>Asks -WhatIf and -Confirm, or only -WhatIf where -Force was given.</summary>
    private protected bool MayProcess(string target, string action, object? item)
    {
        var may = false;
        Outside(() => may = _confirmation.MayProcess(target, action, item));
        return may;
    }

    /// <summary>Whether the command only shows what it would do.</summary>
    private protected bool IsWhatIf => _confirmation.IsWhatIf;

    /// <summary>Asks as ConfirmImpact High would, in a cmdlet whose impact is mostly less. For what <see cref="MayProcess"/> has let pass.</summary>
    private protected bool MayGoOn(string question, object? item, ref bool yesToAll, ref bool noToAll)
    {
        var (may, yes, no) = (false, yesToAll, noToAll);
        Outside(() => may = _confirmation.MayGoOn(question, item, ref yes, ref no));
        (yesToAll, noToAll) = (yes, no);
        return may;
    }

    /// <summary>Asks whoever is at the prompt for secrets, unseen; null where nobody can be asked.</summary>
    private protected IReadOnlyDictionary<string, SecureString>? AskForSecrets(string caption, string message, IEnumerable<string> names)
    {
        Dictionary<string, SecureString>? answers = null;
        Outside(() => answers = _confirmation.AskForSecrets(PlainText.Line(caption), PlainText.Of(message), names));
        return answers;
    }

    /// <summary>Does something for each item, so that one that fails does not stop the others.</summary>
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

    /// <summary>Told, on any thread, whenever the command may have changed something on the service.</summary>
    internal virtual void OnChange()
    {
    }

    /// <summary>Tells -Verbose of the requests that a client makes for this cmdlet.</summary>
    private protected RequestObserver Observer => _observer ??= new VerboseObserver(this, _pump);

    /// <summary>On the pipeline's thread, after each answer.</summary>
    internal void OnAnswer() => _bars.ShowReading();

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
            // A pipeline that is stopped takes no warning any more.
            if (_observer?.Interruption is { } interruption) Host?.UI?.WriteWarningLine(PlainText.Line(interruption));
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
}
