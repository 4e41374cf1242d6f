namespace PolytomicBulk.Completion;

/// <summary>
/// The base class of completers that read from the service. Failures are ignored. The user never waits long: what is not read in time is offered at the
/// next Tab.
/// </summary>
internal abstract class SessionCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    /// <summary>The limit for a reading that does not end when it is canceled.</summary>
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
            // The user cannot act on an error while typing. The command itself will report it.
            return [];
        }
    }

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
