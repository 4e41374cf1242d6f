using System.Text.Json;
using System.Text.Json.Nodes;
using PolytomicBulk.Json;

namespace PolytomicBulk.Operations;

/// <summary>What a bulk sync copies: its schemas with all their fields and filters, each the service's own JSON to the last digit.</summary>
internal sealed class Selection(IReadOnlyList<JsonObject> schemas)
{
    /// <summary>What the service makes up by itself.</summary>
    private const string OutputName = "output_name";

    public IReadOnlyList<JsonObject> Schemas { get; } = schemas;

    /// <summary>A schema that is synced, but of which the service names no fields; null where there is none.</summary>
    public string? Unclear => Schemas.Where(schema => JsonWords.IsTrue(schema["enabled"]) && schema["fields"] is not JsonArray).Select(IdOf).FirstOrDefault();

    /// <summary>The first that is on and that another selection does not have at all, in words; null where there is none.</summary>
    public string? UnknownIn(Selection known) =>
        (from schema in Schemas
         where JsonWords.IsTrue(schema["enabled"])
         let same = known.Find(IdOf(schema))
         from what in same is null ? [$"schema '{IdOf(schema)}'"] : NewFields(schema, same).Select(id => $"field '{id}' of schema '{IdOf(schema)}'")
         select what).FirstOrDefault();

    public static string IdOf(JsonObject item) => JsonWords.Text(item["id"]) ?? "";

    public static IEnumerable<JsonObject> FieldsOf(JsonObject schema) => (schema["fields"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The selection as users see schemas.</summary>
    public IReadOnlyList<BulkSyncSchema> ToSchemas(Guid syncId) =>
    [
        .. Schemas.Select(json =>
        {
            var schema = json.Deserialize(ApiJson.Default.BulkSyncSchema)!;
            schema.SyncId ??= syncId;
            return schema;
        }),
    ];

    /// <summary>
    /// The form that creating and updating a bulk sync have for it. It names some things otherwise, and has no place
    /// for the names that somebody chose in the destination.
    /// </summary>
    public JsonArray ToCreateForm()
    {
        return new JsonArray([.. Schemas.Select(ToForm)]);

        static JsonNode ToForm(JsonObject schema)
        {
            var form = WithoutNames(schema);
            form["enabled"] ??= false;
            if (form["filters"] is not JsonArray) form["filters"] = new JsonArray();
            foreach (var field in FieldsOf(form))
            {
                field["enabled"] ??= false;
                // Should the service read what it writes, its own word counts as well.
                field["obfuscate"] = JsonWords.IsTrue(field["obfuscated"]) || JsonWords.IsTrue(field["obfuscate"]);
                field.Remove("obfuscated");
            }

            return form;
        }

        static JsonObject WithoutNames(JsonObject schema)
        {
            var form = schema.DeepClone().AsObject();
            foreach (var item in FieldsOf(form).Prepend(form))
            {
                item.Remove(OutputName);
                item.Remove("user_output_name");
            }

            return form;
        }
    }

    /// <summary>In what another selection differs from this one.</summary>
    /// <param name="actual">The other selection.</param>
    /// <param name="allowsNewSchemas">Whether schemas that this one does not have may be on in the other.</param>
    /// <param name="allowsNewFields">Whether fields that this one does not have may be on in the other.</param>
    /// <returns>The differences of each schema that has any.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonDifference>> DifferencesIn(Selection actual, bool allowsNewSchemas, bool allowsNewFields)
    {
        var differences = new Dictionary<string, IReadOnlyList<JsonDifference>>();
        foreach (var id in Schemas.Concat(actual.Schemas).Select(IdOf).Distinct())
        {
            var (wanted, now) = (Find(id), actual.Find(id));
            IReadOnlyList<JsonDifference> found = (wanted, now) switch
            {
                (null, not null) => !allowsNewSchemas && JsonWords.IsTrue(now["enabled"]) ? [new($"Schemas.{id}.Enabled", false, true)] : [],
                (not null, null) => JsonWords.IsTrue(wanted["enabled"]) ? [new($"Schemas.{id}.Enabled", true, null)] : [],
                _ => [.. Differences(wanted!, now!, allowsNewFields)],
            };
            if (found.Count > 0) differences[id] = found;
        }

        return differences;
    }

    /// <summary>In what a schema differs from what is wanted. A new field that is off makes no difference.</summary>
    public static IEnumerable<JsonDifference> Differences(JsonObject wanted, JsonObject actual, bool allowsNewFields = false)
    {
        var (one, other) = (Choices(wanted), Choices(actual));
        var known = new HashSet<string>(FieldsOf(one).Select(IdOf), StringComparer.Ordinal);
        other["fields"] = new JsonArray([.. FieldsOf(other).Where(field => known.Contains(IdOf(field)) || (!allowsNewFields && JsonWords.IsTrue(field["enabled"]))).Select(field => field.DeepClone())]);
        return JsonDifference.Between(new() { ["schemas"] = new JsonArray(one) }, new() { ["schemas"] = new JsonArray(other) });
    }

    /// <summary>What another selection becomes where this one is wanted: nothing that only the other has stays on.</summary>
    public Selection Over(Selection actual) => new([.. Schemas.Select(wanted => actual.Find(IdOf(wanted)) is { } now ? Patch(wanted, now) : wanted), .. actual.Schemas.Where(now => Find(IdOf(now)) is null).Select(Off)]);

    /// <summary>The schemas of which a PATCH makes another selection this one.</summary>
    /// <param name="actual">The other selection.</param>
    /// <param name="ids">The schemas that differ.</param>
    public IEnumerable<JsonObject> PatchesFor(Selection actual, IEnumerable<string> ids) =>
        from id in ids
        let now = actual.Find(id)
        where now is not null
        select Find(id) is { } wanted ? Patch(wanted, now) : Patch(Off(now), now);

    /// <summary>
    /// A schema whole, as it is wanted. What it has now and should not have is cleared by name, and fields it should
    /// not have are off, since what a write leaves out may stay or be switched on.
    /// </summary>
    public static JsonObject Patch(JsonObject wanted, JsonObject now)
    {
        var patch = Plain(wanted);
        Clear(patch, now, "fields", "filters");
        if (patch["filters"] is not JsonArray) patch["filters"] = new JsonArray();

        var fields = new JsonArray([.. FieldsOf(patch).Select(field => field.DeepClone())]);
        foreach (var field in FieldsOf(now).Select(Plain))
        {
            if (fields.OfType<JsonObject>().FirstOrDefault(candidate => IdOf(candidate) == IdOf(field)) is { } same) Clear(same, field);
            else fields.Add((JsonNode)Off(field));
        }

        patch["fields"] = fields;
        return patch;
    }

    public JsonObject? Find(string id) => Schemas.FirstOrDefault(schema => IdOf(schema) == id);

    private static IEnumerable<string> NewFields(JsonObject schema, JsonObject known) =>
        FieldsOf(schema).Where(field => JsonWords.IsTrue(field["enabled"])).Select(IdOf).Except(FieldsOf(known).Select(IdOf));

    private static JsonObject Off(JsonObject item)
    {
        var off = item.DeepClone().AsObject();
        off["enabled"] = false;
        return off;
    }

    private static void Clear(JsonObject item, JsonObject now, params string[] except)
    {
        foreach (var (name, value) in now.Select(property => (property.Key, property.Value)).ToList())
        {
            if (name == OutputName || except.Contains(name) || !JsonWords.IsEmpty(item[name]) || JsonWords.IsEmpty(value)) continue;
            item[name] = IsChoice(now, name) ? JsonWords.Nothing(name, value) : value!.DeepClone();
        }
    }

    /// <summary>A schema with only what somebody can choose.</summary>
    private static JsonObject Choices(JsonObject schema)
    {
        var choices = Plain(schema);
        foreach (var item in FieldsOf(choices).Prepend(choices).ToList())
        {
            foreach (var name in item.Select(property => property.Key).Where(name => !IsChoice(item, name)).ToList()) item.Remove(name);
        }

        return choices;
    }

    private static bool IsChoice(JsonObject item, string name) => name != "sync_id" && !BulkSyncEdit.IsPassing(item, name);

    private static JsonObject Plain(JsonObject item)
    {
        var plain = item.DeepClone().AsObject();
        plain.Remove(OutputName);
        foreach (var field in FieldsOf(plain)) field.Remove(OutputName);
        return plain;
    }
}
