namespace PolytomicBulk.Completion;

/// <summary>Completes filters as hashtables, one for each field of the schema.</summary>
internal sealed class FilterCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel)
    {
        var functions = ApiTables.Filter["function"].Values;
        var toolTip = $"Functions: {string.Join(", ", functions.Select(function => function.Text))}.";
        return from field in await FieldCompleter.FindOfSyncAsync(scene, cancel).ConfigureAwait(false)
               let text = $"@{{ FieldId = {Choice.InQuotes(field.Id!)}; Function = {Choice.InQuotes(functions[0].Text)}; Value = '' }}"
               select new Choice(text, toolTip, field.Id) { IsExpression = true };
    }
}
