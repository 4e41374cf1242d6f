using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>
/// A schema as the service holds it, with changes that are not written yet. It is the service's own JSON to the
/// last digit, so that what was not named goes back as it came.
/// </summary>
public sealed class SchemaEdit
{
    private const int MostCandidates = 10;

    private readonly JsonEdit _edit = new();
    private JsonObject _json;

    internal SchemaEdit(Guid syncId, string schemaId, JsonObject json)
    {
        (SyncId, SchemaId, _json) = (syncId, schemaId, json);
        LacksFields = json["fields"] is not JsonArray;
    }

    /// <summary>The bulk sync that the schema belongs to.</summary>
    public Guid SyncId { get; }

    /// <summary>The sync's name, where it is known.</summary>
    internal string? SyncName { get; init; }

    /// <summary>The schema's id.</summary>
    public string SchemaId { get; }

    /// <summary>Whether the service named no fields, so that writing the schema back would switch on every one.</summary>
    public bool LacksFields { get; private set; }

    /// <summary>What would change, such as <c>~ Enabled: True -> False</c>; empty when nothing would.</summary>
    public IReadOnlyList<string> Differences => _edit.Differences;

    /// <summary>The schema with the changes.</summary>
    public BulkSyncSchema ToSchema()
    {
        var schema = _json.Deserialize(ApiJson.Default.BulkSyncSchema)!;
        (schema.SyncId, schema.SyncName) = (schema.SyncId ?? SyncId, SyncName);
        return schema;
    }

    /// <summary>What to say to somebody who named a field that the schema does not have.</summary>
    /// <param name="fieldId">The id that does not exist.</param>
    public string Suggest(string fieldId)
    {
        var ids = Fields.Select(IdOf).OfType<string>().ToList();
        var near = ids.FindAll(id => !(Lacks(id, fieldId) && Lacks(fieldId, id)));
        if (ids.Count == 0) return "It has no fields that the service names.";
        return near.Count > 0 ? $"Did you mean {Join(near)}?" : $"Its fields are {Join(ids)}.";

        static string Join(List<string> ids) => string.Join(", ", ids.Take(MostCandidates)) + (ids.Count > MostCandidates ? ", …" : "");

        static bool Lacks(string text, string part) => part.Length == 0 || text.IndexOf(part, StringComparison.OrdinalIgnoreCase) < 0;
    }

    /// <summary>Makes changes, or none at all where they name a field that does not exist.</summary>
    /// <param name="change">The changes.</param>
    /// <returns>The ids of fields that the schema does not have; empty when the changes are made.</returns>
    public IReadOnlyList<string> Apply(SchemaChange change)
    {
        List<string> unknown = [.. change.Fields.Keys.Concat(New("partition_key", change.PartitionKey)).Concat(New("tracking_field", change.TrackingField)).Where(id => Find(id) is null).Distinct()];
        if (unknown.Count > 0) return unknown;

        if (change.Enabled is { } enabled) Set(_json, "enabled", nameof(change.Enabled), enabled);
        if (change.UserOutputName is { } name) Set(_json, "user_output_name", nameof(change.UserOutputName), name);
        if (change.PartitionKey is { } key) Set(_json, "partition_key", nameof(change.PartitionKey), key);
        if (change.TrackingField is { } tracking) Set(_json, "tracking_field", nameof(change.TrackingField), tracking);
        if (change.DataCutoffTimestamp is { } || change.ClearsDataCutoffTimestamp)
        {
            Set(_json, "data_cutoff_timestamp", nameof(change.DataCutoffTimestamp), change.DataCutoffTimestamp is { } time ? LocalTimeConverter.ToText(time) : null);
        }

        if (change.DisableDataCutoff is { } disable) Set(_json, "disable_data_cutoff", nameof(change.DisableDataCutoff), disable);
        foreach (var field in change.Fields) Apply(Find(field.Key)!, $"Fields.{field.Key}", field.Value);
        if (change.Filters is { } filters) Apply(filters);
        return [];
    }

    /// <summary>Makes the schema what it was when it was read.</summary>
    /// <param name="schema">The schema as it was, with its fields and filters.</param>
    public void Restore(BulkSyncSchema schema)
    {
        var wanted = JsonSerializer.SerializeToNode(schema, ApiJson.Default.BulkSyncSchema)!.AsObject();
        // A list or an answer of the module adds it.
        wanted.Remove("sync_id");
        foreach (var difference in Selection.Differences(wanted, _json)) _edit.Note(difference);
        _json = Selection.Patch(wanted, _json);
        LacksFields = schema.Fields is null;
    }

    /// <summary>The schema whole, for a PATCH among others.</summary>
    internal JsonObject ToPatch()
    {
        var body = Whole();
        body["id"] ??= SchemaId;
        return body;
    }

    /// <summary>The schema whole, for a PUT, which names the schema in its path and takes no name that the service makes up.</summary>
    internal JsonObject ToPut()
    {
        var body = Whole();
        body.Remove("id");
        body.Remove("output_name");
        foreach (var field in body["fields"]!.AsArray().OfType<JsonObject>()) field.Remove("output_name");
        return body;
    }

    private IEnumerable<JsonObject> Fields => (_json["fields"] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string? IdOf(JsonObject field) => field["id"] is JsonValue id && id.TryGetValue(out string? text) ? text : null;

    private JsonObject? Find(string fieldId) => Fields.FirstOrDefault(field => IdOf(field) == fieldId);

    /// <summary>The field that a property is to name from now on, where the fields are known.</summary>
    private IEnumerable<string> New(string property, string? fieldId) =>
        string.IsNullOrEmpty(fieldId) || !Fields.Any() || JsonWords.Text(_json[property]) == fieldId ? [] : [fieldId!];

    private void Apply(JsonObject field, string label, FieldChange change)
    {
        if (change.Enabled is { } enabled) Set(field, "enabled", $"{label}.{nameof(change.Enabled)}", enabled);
        if (change.Obfuscated is { } obfuscated) Set(field, "obfuscated", $"{label}.{nameof(change.Obfuscated)}", obfuscated);
        if (change.UserOutputName is { } name) Set(field, "user_output_name", $"{label}.{nameof(change.UserOutputName)}", name);
    }

    private void Set(JsonObject json, string name, string label, JsonNode? value) => _edit.Set(json, name, Label(label), value);

    private string Label(string label) => $"Schemas.{SchemaId}.{label}";

    private void Apply(IReadOnlyList<BulkSyncFilter> filters)
    {
        var old = _json["filters"] as JsonArray ?? [];
        var now = new JsonArray([.. filters.Select(filter => JsonSerializer.SerializeToNode(filter, ApiJson.Default.BulkSyncFilter))]);
        if (JsonNode.DeepEquals(old, now)) return;
        _edit.Note(Label("Filters"), Words(old), Words(now));
        _json["filters"] = now;

        static string Words(JsonArray filters) => filters.Count == 0
            ? "(none)"
            : string.Join(" and ", filters.Select(filter => filter.Deserialize(ApiJson.Default.BulkSyncFilter)));
    }

    /// <summary>Fields and filters always go along: the service takes a schema without fields for one with every field on.</summary>
    private JsonObject Whole()
    {
        var body = _json.DeepClone().AsObject();
        if (body["fields"] is not JsonArray) body["fields"] = new JsonArray();
        if (body["filters"] is not JsonArray) body["filters"] = new JsonArray();
        return body;
    }
}
