namespace PolytomicBulk.Commands;

/// <summary>The base class of all cmdlets. It runs asynchronous work, and writes output, errors and messages to the pipeline in order.</summary>
public abstract class PolytomicCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private readonly ProgressBars _bars;
    private readonly Confirmation _confirmation;
    private VerboseObserver? _observer;
    private PipelineVariables? _variables;
    private bool _isClosed;

    private protected PolytomicCommand() => (_bars, _confirmation) = (new(progress => Outside(() => WriteProgress(progress))), new(this));

    private protected virtual Task BeginAsync(CancellationToken cancel) => Task.CompletedTask;
    private protected virtual Task ProcessAsync(CancellationToken cancel) => Task.CompletedTask;
    private protected virtual Task EndAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Checks the parameters before the first input. An ArgumentException ends the command.</summary>
    private protected virtual void CheckParameters()
    {
        if (EmptyInput.Find(this) is var (name, advice)) Refuse($"-{name} is empty. Check the variable, or omit the parameter.{advice}", name);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        try
        {
            CheckParameters();
        }
        catch (ArgumentException wrong)
        {
            Refuse(wrong.Message);
        }

        Run(BeginAsync);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(EndAsync);
        // What waits is also written after a failure.
        Run(_ => FlushAsync());
        _bars.Complete();
        if (_observer?.Summary is { } summary) Say(summary);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        // When a pipeline closes early, as with Select-Object -First, requests under way are canceled.
        _stop.Cancel();
        _isClosed = true;
        // A closed pipeline accepts no warnings.
        foreach (var warning in EndChanges(_pump)) Host?.UI?.WriteWarningLine(PlainText.Line(warning));
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until canceled changes have ended. Returns what was not finished.</summary>
    private protected virtual IEnumerable<string> EndChanges(PipelinePump pump) => _observer?.Interruptions ?? [];

    internal virtual void Write(object output) => InOrder(() =>
    {
        Outside(() => WriteObject(output));
        if (_bars.Reading?.CountOutput() == true) ShowReading();
    });

    /// <summary>Writes to the pipeline when it is the turn of the current item.</summary>
    private protected virtual void InOrder(Action write) => write();

    /// <summary>Writes an error after the results of earlier items.</summary>
    private protected virtual void InTurn(Action write) => InOrder(write);

    /// <summary>Writes the results that wait for their requests.</summary>
    private protected virtual Task FlushAsync() => Task.CompletedTask;

    /// <summary>The -PipelineVariable variables of the commands before this one.</summary>
    private protected PipelineVariables Variables => _variables ??= PipelineVariables.Before(this);

    /// <summary>The current values of the pipeline variables; null if there are none.</summary>
    internal object?[]? PipelineValues() => Variables.Read();

    /// <summary>Sets the pipeline variables to earlier values until the scope ends, so that later output is written with them.</summary>
    private protected virtual IDisposable? Hold(object?[]? values) => Variables.Hold(values);

    internal async Task AsOfAsync(object?[]? values, Func<Task> action)
    {
        using (Hold(values)) await action();
    }

    internal void AsOf(object?[]? values, Action action)
    {
        using (Hold(values)) action();
    }

    /// <summary>Writes a file as Get-Item does. PowerShell's table of files needs properties that only the provider adds.</summary>
    private protected void WriteFile(string path)
    {
        foreach (var file in InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{path}"], force: true, literalPath: true)) Write(file);
    }

    /// <summary>Writes an error about one item. The other items continue.</summary>
    internal void Fail(ErrorRecord error) => InTurn(() => Outside(() => WriteError(error)));

    internal void Fail(string message, object? target = null) => Fail(ErrorRecords.InvalidArgument(message, target));

    /// <summary>The object that the pipeline binds now; null if there is none. PowerShell has no public way to see it.</summary>
    private protected object? PipedObject
    {
        get
        {
            try
            {
                return MyInvocation.ExpectingInput ? PowerShellValue.Unwrap(PowerShellMembers.Get(this, "CurrentPipelineObject")) : null;
            }
            catch (MissingMemberException)
            {
                return null;
            }
        }
    }

    /// <summary>Ends the command because an argument is wrong.</summary>
    private protected void Refuse(string message, object? target = null) => ThrowTerminatingError(ErrorRecords.InvalidArgument(message, target));

    internal void Warn(string message) => InOrder(() => WarnNow(message));

    /// <summary>Writes a warning at once, before a question.</summary>
    private protected void WarnNow(string message) => Outside(() => WriteWarning(PlainText.Line(message)));

    internal void ShowProgress(ProgressRecord progress) => _bars.Show(progress);

    /// <summary>Counts what is read, and shows it after one second unless the command shows its own progress.</summary>
    private protected void CountReading(TimeProvider clock) => _bars.Reading = new(clock, MyInvocation.MyCommand.Name);

    internal void Say(string message) => InOrder(() => Outside(() =>
    {
        // With -Debug alone, PowerShell would stop at each verbose message and ask.
        if (MyInvocation.BoundParameters.ContainsKey("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose")) WriteDebug(PlainText.Of(message));
        else WriteVerbose(PlainText.Of(message));
    }));

    internal void Debug(string message) => Outside(() => WriteDebug(message));

    /// <summary>Asks for confirmation, as ShouldProcess does. With -Force, only an explicit -WhatIf or -Confirm counts.</summary>
    private protected bool MayProcess(string target, string action, object? item) => Outside(() => _confirmation.MayProcess(target, action, item));

    private protected bool IsWhatIf => _confirmation.IsWhatIf;

    /// <summary>Asks for confirmation as ConfirmImpact High does, after <see cref="MayProcess"/> in a cmdlet with a lower impact.</summary>
    private protected bool MayGoOn(string question, object? item, AnswerToAll toAll) => Outside(() => _confirmation.MayGoOn(question, item, toAll));

    /// <summary>Asks for secrets at the prompt, without showing them; null if nobody can be asked.</summary>
    private protected IReadOnlyDictionary<string, SecureString>? AskForSecrets(string caption, string message, IEnumerable<string> names) =>
        Outside(() => _confirmation.AskForSecrets(PlainText.Line(caption), PlainText.Of(message), names));

    /// <summary>A connection in words, for messages. All zeros stand for a source that is not known.</summary>
    internal virtual string ConnectionInWords(Guid connectionId) => connectionId == Guid.Empty ? "the source connection" : $"connection {connectionId}";

    /// <summary>Called, on any thread, when the command may have changed something on the service.</summary>
    internal virtual void OnChange() { }

    private protected RequestObserver Observer => _observer ??= new VerboseObserver(this, _pump);

    /// <summary>Counts an answer, on any thread. Returns whether progress is due.</summary>
    internal bool CountAnswer() => _bars.Reading?.CountAnswer() == true;

    /// <summary>Shows the progress of reading if it is due.</summary>
    internal void ShowReading() => _bars.ShowReading();

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            _pump.Run(() => work(_stop.Token));
        }
        catch (PolytomicApiException failure)
        {
            Fail(ErrorRecords.From(failure, target: null));
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
    /// Calls PowerShell without the pump. A downstream command may block on a task whose continuation would wait for the pump. A closed pipeline is not
    /// called, and answers no to all questions.
    /// </summary>
    private T Outside<T>(Func<T> call)
    {
        if (_isClosed) return default!;
        var pump = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _pump.Pause();
        try
        {
            return call();
        }
        finally
        {
            _pump.Continue();
            SynchronizationContext.SetSynchronizationContext(pump);
        }
    }

    private void Outside(Action action) => Outside(() =>
    {
        action();
        return true;
    });
}
