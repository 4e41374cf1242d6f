namespace PolytomicBulk.Completion;

/// <summary>Completes nothing. Without it, PowerShell would offer files.</summary>
internal sealed class NothingCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
