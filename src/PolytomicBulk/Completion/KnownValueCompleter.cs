using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace PolytomicBulk.Completion;

/// <summary>Completes a parameter that has <see cref="KnownValuesAttribute"/>.</summary>
internal sealed class KnownValueCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var known = Cmdlets.Find(commandName)?.GetProperty(parameterName)?.GetCustomAttribute<KnownValuesAttribute>()?.Known ?? "";
        return from value in KnownValues.Split(known)
               where value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && value.Length > 0
               select new CompletionResult(value, value, CompletionResultType.ParameterValue, KnownValues.Explain(known, value));
    }
}
