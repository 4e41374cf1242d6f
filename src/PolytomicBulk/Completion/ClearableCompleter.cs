namespace PolytomicBulk.Completion;

/// <summary>Completes a parameter that has <see cref="ClearableAttribute"/>.</summary>
internal sealed class ClearableCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var names = Cmdlets.Find(commandName)?.GetProperty(parameterName)?.GetCustomAttribute<ClearableAttribute>()?.Names ?? [];
        return names.Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(name => new CompletionResult(name));
    }
}
