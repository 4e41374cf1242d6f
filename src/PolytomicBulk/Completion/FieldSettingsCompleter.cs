namespace PolytomicBulk.Completion;

/// <summary>The fields of a sync's schema, each with the settings that it has, ready to be changed.</summary>
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
