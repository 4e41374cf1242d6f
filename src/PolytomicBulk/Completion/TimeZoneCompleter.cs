namespace PolytomicBulk.Completion;

/// <summary>Completes the names of time zones that this machine knows.</summary>
internal sealed class TimeZoneCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = WildcardPattern.Get($"*{WildcardPattern.Escape(wordToComplete.Trim('\'', '"'))}*", WildcardOptions.IgnoreCase);
        return from zone in TimeZoneInfo.GetSystemTimeZones()
               where typed.IsMatch(zone.Id)
               orderby zone.Id
               select new CompletionResult(zone.Id.Contains(' ') ? $"'{zone.Id}'" : zone.Id, zone.Id, CompletionResultType.ParameterValue, zone.DisplayName);
    }
}
