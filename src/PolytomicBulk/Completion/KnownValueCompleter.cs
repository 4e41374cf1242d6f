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
        return from value in KnownValues.Split(FindKnown(commandName, parameterName))
               where value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(value);
    }

    private static string FindKnown(string commandName, string parameterName) => (
        from type in typeof(KnownValueCompleter).Assembly.GetTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null && string.Equals($"{cmdlet.VerbName}-{cmdlet.NounName}", commandName, StringComparison.OrdinalIgnoreCase)
        select type.GetProperty(parameterName)?.GetCustomAttribute<KnownValuesAttribute>()?.Known).First();
}
