namespace PolytomicBulk.Completion;

/// <summary>Completes a parameter that has <see cref="KnownValuesAttribute"/>.</summary>
internal sealed class KnownValueCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var known = Cmdlets.Find(commandName)?.GetProperty(parameterName)?.GetCustomAttribute<KnownValuesAttribute>()?.Values ?? [];
        return from value in known
               where value.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(value.Text, value.Text, CompletionResultType.ParameterValue, value.Meaning);
    }
}
