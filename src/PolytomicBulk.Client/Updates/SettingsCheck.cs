using System.Collections.Concurrent;

namespace PolytomicBulk.Updates;

/// <summary>
/// Finds settings of a bulk sync that do not fit its connections: schemas and fields that the source does not have, and modes and settings that the
/// destination does not support. Of a disabled schema, only the fields that its settings use must exist. Each connection is asked once, and only for
/// what is needed. If it cannot be asked, the service decides.
/// </summary>
public sealed class SettingsCheck
{
    private const int MostNames = 10;

    private readonly ConnectionOperations _connections;
    // Several bulk syncs are checked at the same time.
    private readonly ConcurrentDictionary<(Guid Id, bool WithFields), Lazy<Task<BulkSource?>>> _sources = new();
    private readonly ConcurrentDictionary<Guid, Lazy<Task<(BulkDestination? Offer, string? Fault)>>> _destinations = new();

    internal SettingsCheck(ConnectionOperations connections) => _connections = connections;

    /// <summary>Returns why the settings cannot be written, as sentences (bulkSync_getSource, bulkSync_getDestination).</summary>
    /// <param name="settings">The settings, by the property names of the API. Settings that it omits are not checked.</param>
    /// <param name="known">The schemas that the bulk sync already has. The service accepts them.</param>
    /// <param name="whole">All settings of the destination, to find missing ones. Null to skip this check.</param>
    /// <param name="cancel">Cancels the operation.</param>
    public async Task<IReadOnlyList<string>> FindAsync(
        JsonObject settings, JsonArray? known = null, JsonObject? whole = null, CancellationToken cancel = default) =>
        [.. (await FindFaultsAsync(settings, known, whole, cancel).ConfigureAwait(false)).Select(fault => fault.ToString())];

    /// <summary>Returns the settings that cannot be written (bulkSync_getSource, bulkSync_getDestination).</summary>
    internal async Task<IReadOnlyList<SettingsFault>> FindFaultsAsync(JsonObject settings, JsonArray? known, JsonObject? whole, CancellationToken cancel)
    {
        var (sourceId, destinationId) = (JsonWords.Id(settings["source_connection_id"]), JsonWords.Id(settings["destination_connection_id"]));
        var schemas = (settings["schemas"] as JsonArray ?? []).Where(schema => !IsOff(schema) || NamesFields(schema)).ToList();
        var scheduled = ScheduledIn(settings).ToList();
        var source = sourceId is { } from && schemas.Count + scheduled.Count > 0
            ? SourceAsync(from, schemas.Exists(NamesFields), cancel)
            : Task.FromResult<BulkSource?>(null);
        var asks = settings.ContainsKey("mode") || settings.ContainsKey("destination_configuration");
        var destination = destinationId is { } to && asks ? DestinationAsync(to, cancel) : Task.FromResult<(BulkDestination?, string?)>(default);
        var (target, fault) = await destination.ConfigureAwait(false);
        return
        [
            .. fault is null ? Enumerable.Empty<SettingsFault>() : [new("destination_connection", fault.TrimEnd('.'))],
            .. target is null ? [] : FaultsIn(settings, target, whole),
            .. await source.ConfigureAwait(false) is { Schemas: { Count: > 0 } offered }
                ? FaultsIn(schemas!, offered, known ?? []).Concat(FaultsIn(scheduled, offered))
                : [],
        ];
    }

    /// <summary>Returns why the changes of a bulk sync cannot be written, as sentences.</summary>
    /// <param name="edit">The bulk sync with its changes.</param>
    /// <param name="selection">The schemas to write if the source changes.</param>
    /// <param name="cancel">Cancels the operation.</param>
    internal Task<IReadOnlyList<string>> FindAsync(ResourceEdit edit, Selection selection, CancellationToken cancel)
    {
        var (changes, isMoved) = (edit.Changes, SourceMove.In(edit) is not null);
        // With another source, disabled schemas that do not fit it are not sent.
        var settings = new JsonObject { ["schemas"] = new JsonArray([.. selection.Schemas.Where(schema => !IsOff(schema))]) };
        foreach (var name in new[] { "source_connection_id", "destination_connection_id" }) settings[name] = edit[name]?.DeepClone();
        var (configuration, before) = (changes["destination_configuration"], edit.Original);
        var isOther = JsonWords.Id(settings["destination_connection_id"]) != JsonWords.Id(before["destination_connection_id"]);
        if (isOther || changes["mode"] is not null || configuration is not null) settings["mode"] = edit["mode"]?.DeepClone();
        if (configuration is not null) settings["destination_configuration"] = configuration.DeepClone();
        foreach (var name in ApiTables.SchedulesOfSync)
        {
            if (isMoved || changes.ContainsKey(name)) settings[name] = edit[name]?.DeepClone();
        }

        // The service accepts what the schedules of the bulk sync already have.
        if (!isMoved) RemoveScheduled(settings, new HashSet<string>(ScheduledIn(before).Select(one => one.Id), StringComparer.Ordinal));
        // Another destination gets all settings, and may need one more.
        return FindAsync(settings, whole: isOther ? edit["destination_configuration"] as JsonObject : null, cancel: cancel);
    }

    /// <summary>Removes schemas that exist from the schedules in settings.</summary>
    internal static void RemoveScheduled(JsonObject settings, ICollection<string> known)
    {
        foreach (var schedule in SchedulesIn(settings).Where(schedule => schedule["schemas"] is JsonArray))
        {
            schedule["schemas"] = new JsonArray([.. Choices.IdsIn(schedule["schemas"]).Where(id => !known.Contains(id)).Select(id => JsonValue.Create(id))]);
        }
    }

    private static IEnumerable<JsonObject> SchedulesIn(JsonObject settings) =>
        ApiTables.SchedulesOfSync.SelectMany(name => Choices.ItemsOf(settings[name]));

    /// <summary>The schemas of the schedules, each with the property that names it.</summary>
    private static IEnumerable<(string Place, string Id)> ScheduledIn(JsonObject settings) =>
        from name in ApiTables.SchedulesOfSync
        from schedule in Choices.ItemsOf(settings[name])
        from id in Choices.IdsIn(schedule["schemas"])
        select ($"{name}.schemas", id);

    private static IEnumerable<SettingsFault> FaultsIn(List<(string Place, string Id)> scheduled, ApiList<ConnectionSchema> offered)
    {
        var ids = offered.Select(schema => schema?.Id).OfType<string>().ToList();
        var named = new HashSet<string>(ids, StringComparer.Ordinal);
        // A schema of several schedules is named once.
        foreach (var (place, id) in scheduled.Where(one => named.Add(one.Id)))
        {
            var advice = Likeness.Advice(id, ids, "Its schemas are");
            yield return new(place, $"A schedule has the schema '{id}', which the source does not have", advice, id);
        }
    }

    private static IEnumerable<SettingsFault> FaultsIn(JsonObject settings, BulkDestination destination, JsonObject? whole)
    {
        var modes = (destination.Modes ?? []).Select(mode => mode?.Id).OfType<string>().ToList();
        if (JsonWords.Text(settings["mode"]) is { Length: > 0 } mode && modes.Count > 0 && !modes.Contains(mode))
            yield return new("mode", $"The destination does not support the mode '{mode}'", $"It supports {string.Join(" and ", modes)}.");

        if (destination.Configuration is not { Count: > 0 } offered) yield break;
        var names = offered.Keys.ToList();
        foreach (var (name, value) in settings["destination_configuration"] as JsonObject ?? [])
        {
            if (value is null || names.Contains(name)) continue;
            yield return new(PlaceOf(name), $"The destination has no setting '{name}'", Likeness.Advice(name, names, "Its settings are"));
        }

        foreach (var name in names.Where(name => offered[name] is JsonMap setting && setting["required"] is true))
        {
            if (whole is null || !JsonWords.IsEmpty(whole[name])) continue;
            yield return new(PlaceOf(name), $"The destination needs the setting '{name}' in its configuration");
        }

        static string PlaceOf(string setting) => $"destination_configuration.{setting}";
    }

    private static IEnumerable<SettingsFault> FaultsIn(List<JsonNode> schemas, ApiList<ConnectionSchema> offered, JsonArray known)
    {
        var ids = offered.Select(schema => schema?.Id).OfType<string>().ToList();
        var missing = schemas.Where(schema => !IsOff(schema)).Select(IdOf).Except(ids).Except(known.Where(schema => !IsOff(schema)).Select(IdOf)).ToList();
        // Without a similar name, the names that exist are listed only once.
        var odd = missing.FindAll(id => Likeness.Nearest(id, ids) is []);
        if (odd.Count > 1)
        {
            yield return new($"schemas.{odd[0]}.id", $"The source has none of the schemas {InQuotes(odd)}", Likeness.Some(ids, "Its schemas are"), odd[0]);
        }

        foreach (var id in odd.Count > 1 ? missing.Except(odd) : missing)
        {
            yield return new($"schemas.{id}.id", $"The source has no schema '{id}'", Likeness.Advice(id, ids, "Its schemas are"), id);
        }

        foreach (var schema in schemas.OfType<JsonObject>().Where(schema => !missing.Contains(IdOf(schema))))
        {
            var own = known.FirstOrDefault(one => IdOf(one) == IdOf(schema)) as JsonObject;
            var fields = (offered.Find(one => one?.Id == IdOf(schema))?.Fields ?? []).Select(field => field?.Id).OfType<string>().ToList();
            if (fields.Count == 0) continue;
            var named = new HashSet<string>(own is null ? fields : fields.Concat(FieldsIn(own)), StringComparer.Ordinal);
            // A field that several settings use is named once.
            foreach (var (place, id) in PlacesIn(schema).Where(field => named.Add(field.Id)))
            {
                var advice = Likeness.Advice(id, fields, "Its fields are");
                yield return new($"schemas.{IdOf(schema)}.{place}", $"Schema '{IdOf(schema)}' has no field '{id}'", advice, id);
            }
        }
    }

    private static string InQuotes(List<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'")) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    /// <summary>The fields that a schema enables or uses in its settings. A disabled schema enables none.</summary>
    internal static IEnumerable<string> FieldsIn(JsonObject schema) => PlacesIn(schema).Select(field => field.Id);

    /// <summary>The same fields, each with the property that names it.</summary>
    private static IEnumerable<(string Place, string Id)> PlacesIn(JsonObject schema) =>
        (schema["fields"] as JsonArray ?? []).Where(field => !IsOff(schema) && !IsOff(field)).Select(field => ($"fields.{IdOf(field)}.id", IdOf(field)))
            .Concat((schema["filters"] as JsonArray ?? []).Select(filter => ("filters.field_id", IdIn(filter as JsonObject, "field_id"))))
            .Concat([("partition_key", IdIn(schema, "partition_key")), ("tracking_field", IdIn(schema, "tracking_field"))])
            .Where(field => field.Item2.Length > 0);

    private static string IdIn(JsonObject? owner, string name) => JsonWords.Text(owner?[name]) ?? "";

    private static bool NamesFields(JsonNode? schema) => schema is JsonObject json && FieldsIn(json).Any();

    private static bool IsOff(JsonNode? schema) => schema is null || (schema is JsonObject json && json["enabled"]?.GetValueKind() == JsonValueKind.False);

    private static string IdOf(JsonNode? item) => JsonWords.Text(item is JsonObject json ? json["id"] : item) ?? "";

    /// <summary>What a connection offers as a source. Null if it cannot be asked.</summary>
    internal Task<BulkSource?> SourceAsync(Guid id, bool withFields, CancellationToken cancel)
    {
        return _sources.GetOrAdd((id, withFields), _ => new(TryAsync)).Value;

        async Task<BulkSource?> TryAsync()
        {
            try
            {
                return await _connections.GetSourceAsync(id, withFields ? null : false, cancel).ConfigureAwait(false);
            }
            catch (PolytomicApiException)
            {
                // If a connection cannot answer, the service reports that when it matters.
                return null;
            }
        }
    }

    private Task<(BulkDestination? Offer, string? Fault)> DestinationAsync(Guid id, CancellationToken cancel)
    {
        return _destinations.GetOrAdd(id, _ => new(TryAsync)).Value;

        async Task<(BulkDestination?, string?)> TryAsync()
        {
            try
            {
                return (await _connections.GetDestinationAsync(id, cancel).ConfigureAwait(false), null);
            }
            catch (PolytomicApiException failure)
            {
                // The service refuses to describe a connection that is not a destination.
                var isNone = (int?)failure.StatusCode is 400 or 422 && failure.Resource != ResourceKind.SchemaCache;
                return (null, isNone ? failure.Message : null);
            }
        }
    }
}
