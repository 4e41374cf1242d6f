using PolytomicBulk.Sandbox;

namespace PolytomicBulk.Completion;

/// <summary>Completes the scenarios of the sandbox, with what each means.</summary>
internal sealed class ScenarioCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return from scenario in SandboxScenarios.Known
               where scenario.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
               select new CompletionResult(scenario.Text, scenario.Text, CompletionResultType.ParameterValue, scenario.Meaning);
    }
}
