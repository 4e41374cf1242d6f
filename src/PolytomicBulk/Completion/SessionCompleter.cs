namespace PolytomicBulk.Completion;

/// <summary>
/// The base of what completes an argument from the session's organization. It is silent about every failure, and never lets
/// anybody wait for long: what is not there in time is read on, and offered the next time.
/// </summary>
internal abstract class SessionCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>For what does not end when it should.</summary>
    private static readonly TimeSpan HardLimit = TimeSpan.FromSeconds(4);

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var session = PowerShellValue.Unwrap(fakeBoundParameters["Session"]) as PolytomicSession ?? RunspaceSession.Current;
            if (session is not { IsConnected: true }) return [];
            return Complete(new CompletionScene(session, commandName, parameterName, commandAst, fakeBoundParameters), session.Client.Clock, wordToComplete);
        }
        catch (Exception)
        {
            // Whatever it is, somebody in the middle of a line can do nothing about it; the command itself will tell.
            return [];
        }
    }

    /// <summary>What there is to choose, in the order in which it is offered.</summary>
    protected abstract Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel);

    private List<CompletionResult> Complete(CompletionScene scene, TimeProvider clock, string word)
    {
        using var limit = clock.StartLimit(Limit);
        var search = FindAsync(scene, limit.Token);
        if (!search.Wait(HardLimit)) return [];

        var typed = word.Trim('\'', '"');
        var choices = search.Result.ToList();
        var fitting = choices.FindAll(choice => choice.Begins(typed));
        if (fitting.Count == 0) fitting = choices.FindAll(choice => choice.Holds(typed));
        return [.. fitting.Select(choice => choice.ToResult())];
    }
}
