namespace PolytomicBulk.Completion;

/// <summary>Completes schedules as hashtables, one for each frequency.</summary>
internal sealed class ScheduleSettingsCompleter : IArgumentCompleter
{
    private const string Custom = "custom";

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from frequency in ApiTables.Schedule["frequency"].Values
        let choice = new Choice($"@{{ {string.Join("; ", Pairs(frequency))} }}", frequency.Meaning, frequency.Text) { IsExpression = true }
        where choice.Begins(wordToComplete.Trim('\'', '"'))
        select choice.ToResult();

    private static IEnumerable<string> Pairs(KnownValue frequency) =>
        from property in ApiTables.Schedule.Properties
        where property.Name == "frequency" || frequency.Needs.Contains(property.Name)
            || (frequency.Text == Custom && property.Kind == PropertyKind.NumberText)
        select $"{property.Label} = {Value(property, frequency)}";

    private static string Value(ApiProperty property, KnownValue frequency) => property switch
    {
        { Name: "frequency" } => Choice.InQuotes(frequency.Text),
        { Kind: PropertyKind.NumberText, Least: { } least } => least.ToString(CultureInfo.InvariantCulture),
        _ => Choice.InQuotes(property.Values[0].Text),
    };
}
