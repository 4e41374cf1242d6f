namespace PolytomicBulk.Completion;

/// <summary>Completes fields of a schema as hashtables with their current settings.</summary>
internal sealed class FieldSettingsCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        from field in await FieldCompleter.FindOfSyncAsync(scene, cancel).ConfigureAwait(false)
        select new Choice($"@{{ {Choice.InQuotes(field.Id!)} = @{{ {Describe(field)} }} }}", field.OutputName ?? "", field.Id) { IsExpression = true };

    private static string Describe(BulkSyncField field)
    {
        var settings = $"Enabled = {Word(field.Enabled)}; Obfuscated = {Word(field.Obfuscated)}";
        return string.IsNullOrEmpty(field.UserOutputName) ? settings : $"{settings}; UserOutputName = {Choice.InQuotes(field.UserOutputName!)}";
    }

    private static string Word(bool? value) => value == true ? "$true" : "$false";
}
