namespace PolytomicBulk.Completion;

/// <summary>Offers nothing where only the user can know what to type. PowerShell would offer the files of the folder.</summary>
internal sealed class NothingCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
