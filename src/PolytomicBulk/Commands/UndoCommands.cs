using System.Text.Json;

namespace PolytomicBulk.Commands;

/// <summary>The commands that undo what an update could not undo itself, for a warning.</summary>
internal static class UndoCommands
{
    private const int MostCommands = 30;

    /// <summary>A sentence with the commands, if there are any.</summary>
    public static IEnumerable<string> For(Guid syncId, IReadOnlyList<SchemaDifference> left)
    {
        var commands = left.GroupBy(difference => difference.SchemaId).Select(schema => CommandFor(syncId, schema.Key, [.. schema])).OfType<string>().ToList();
        if (commands.Count == 0) yield break;
        var others = commands.Count > MostCommands ? $"; and so on for {commands.Count - MostCommands} more schemas" : "";
        yield return $"To restore it, run: {string.Join("; ", commands.Take(MostCommands))}{others}";
    }

    private static string? CommandFor(Guid syncId, string schemaId, List<SchemaDifference> differences)
    {
        var parameters = differences.Where(difference => difference.FieldId is null).Select(Parameter).OfType<string>().ToList();
        var fields = differences.Where(difference => difference.FieldId is not null).GroupBy(difference => difference.FieldId!)
            .Select(field => (Id: field.Key, Settings: field.Select(Setting).OfType<string>().ToList()))
            .Where(field => field.Settings.Count > 0)
            .Select(field => $"{Choice.InQuotes(field.Id)} = @{{ {string.Join("; ", field.Settings)} }}")
            .ToList();
        if (fields.Count > 0) parameters.Add($"-Field @{{ {string.Join("; ", fields)} }}");
        return parameters.Count == 0 ? null : $"Set-PolytomicBulkSyncSchema -SyncId {syncId} -Id {Choice.InQuotes(schemaId)} {string.Join(" ", parameters)}";
    }

    private static string? Parameter(SchemaDifference difference) => difference.Name switch
    {
        "enabled" => $"-Enabled:{Value(difference.Wanted ?? false)}",
        "disable_data_cutoff" => $"-DisableDataCutoff:{Value(difference.Wanted ?? false)}",
        "data_cutoff_timestamp" => $"-DataCutoffTimestamp {Value(difference.Wanted)}",
        "user_output_name" => $"-UserOutputName {Value(difference.Wanted ?? "")}",
        "partition_key" => $"-PartitionKey {Value(difference.Wanted ?? "")}",
        "tracking_field" => $"-TrackingField {Value(difference.Wanted ?? "")}",
        "filters" => $"-Filter @({string.Join(", ", (difference.Wanted as JsonArray ?? []).OfType<JsonObject>().Select(Filter))})",
        _ => null,
    };

    private static string? Setting(SchemaDifference difference) => difference.Name switch
    {
        "enabled" => $"Enabled = {Value(difference.Wanted ?? false)}",
        "obfuscated" => $"Obfuscated = {Value(difference.Wanted ?? false)}",
        "user_output_name" => $"UserOutputName = {Value(difference.Wanted ?? "")}",
        _ => null,
    };

    private static string Filter(JsonObject filter) =>
        $"@{{ {string.Join("; ", filter.Select(part => $"{Choice.InQuotes(part.Key)} = {Value(part.Value)}"))} }}";

    private static string Value(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "$null",
        JsonValueKind.True => "$true",
        JsonValueKind.False => "$false",
        JsonValueKind.Number => value.ToJsonString(),
        JsonValueKind.String => Choice.InQuotes((string)value!),
        JsonValueKind.Array => $"@({string.Join(", ", value.AsArray().Select(Value))})",
        _ => $"@{{ {string.Join("; ", value.AsObject().Select(part => $"{Choice.InQuotes(part.Key)} = {Value(part.Value)}"))} }}",
    };
}
