namespace PolytomicBulk.Updates;

/// <summary>
/// The selection of a bulk sync: its schemas with all fields and filters, exactly as in the JSON of the service. They are kept as text and read one by
/// one, because JSON nodes take many times the memory.
/// </summary>
internal sealed class Selection
{
    private readonly IReadOnlyList<SchemaText> _schemas;
    private readonly Dictionary<string, SchemaText> _byId = new(StringComparer.Ordinal);

    public Selection(IEnumerable<JsonObject> schemas)
        : this([.. schemas.Select(SchemaText.From)])
    {
    }

    public Selection(IReadOnlyList<SchemaText> schemas)
    {
        _schemas = schemas;
        foreach (var schema in schemas)
        {
            // If two have the same id, the first counts.
            if (!_byId.ContainsKey(schema.Id)) _byId[schema.Id] = schema;
        }
    }

    public static Selection Empty { get; } = new((IReadOnlyList<SchemaText>)[]);

    /// <summary>The ids of the schemas.</summary>
    public IEnumerable<string> Ids => _byId.Keys;

    /// <summary>The schemas as text.</summary>
    public IReadOnlyList<SchemaText> Texts => _schemas;

    /// <summary>The schemas, each parsed when it is needed.</summary>
    public IEnumerable<JsonObject> Schemas => _schemas.Select(schema => schema.Read());

    /// <summary>An enabled schema for which the service returned no fields. Null if there is none.</summary>
    public string? Unclear => _schemas.FirstOrDefault(schema => !schema.HasFields && SchemaForm.IsOn(schema.Read()))?.Id;

    /// <summary>Whether a schema or field is disabled.</summary>
    public bool HasDisabled => Schemas.Any(schema => !SchemaForm.IsOn(schema) || !SchemaForm.FieldsOf(schema).All(SchemaForm.IsOn));

    /// <summary>The first value that cannot be read in a schema that the other selection contains too. Null if there is none.</summary>
    public string? UnreadableIn(Selection before) =>
        (from schema in before._schemas
         where schema.Fault is not null && _byId.ContainsKey(schema.Id)
         let fault = _byId[schema.Id].Fault
         where fault is not null
         select $"schema '{schema.Id}': {fault}").FirstOrDefault();

    /// <summary>The first enabled schema or field that another selection does not have. Null if there is none.</summary>
    public string? UnknownIn(Selection known) =>
        (from text in _schemas
         where known.TextOf(text.Id) is not { } before || !text.IsSameText(before)
         let schema = text.Read()
         where SchemaForm.IsOn(schema)
         let same = known.Find(SchemaForm.IdOf(schema))
         from what in same is null
             ? [$"schema '{SchemaForm.IdOf(schema)}'"]
             : NewFields(schema, same).Select(id => $"field '{id}' of schema '{SchemaForm.IdOf(schema)}'")
         select what).FirstOrDefault();

    /// <summary>The selection as schemas for users.</summary>
    public IReadOnlyList<BulkSyncSchema> ToSchemas(Guid syncId, string? syncName) =>
    [
        .. Schemas.Select(json =>
        {
            var schema = json.Read(ApiJson.Default.BulkSyncSchema)!;
            (schema.SyncId, schema.SyncName) = (schema.SyncId ?? syncId, syncName);
            return schema;
        }),
    ];

    /// <summary>The form in requests that create or update a bulk sync.</summary>
    public IEnumerable<Action<Utf8JsonWriter>> ForCreate() => _schemas.Select(schema => SchemaForm.ForCreate(schema.Element));

    /// <summary>Applies this selection to another one. Schemas that only the other one contains are disabled.</summary>
    public Selection Over(Selection actual) => new(Schemas
        .Select(wanted => actual.Find(SchemaForm.IdOf(wanted)) is { } now ? SchemaForm.Patch(wanted, now) : wanted)
        .Concat(actual.Schemas.Where(now => !_byId.ContainsKey(SchemaForm.IdOf(now))).Select(SchemaForm.Off)));

    /// <summary>The selection with other schemas, which replace those with the same id.</summary>
    public Selection With(IEnumerable<SchemaText> schemas)
    {
        var others = schemas.ToList();
        return new([.. _schemas.Where(schema => !others.Exists(other => other.Id == schema.Id)), .. others]);
    }

    /// <summary>How another selection differs from this one.</summary>
    public IEnumerable<SchemaDifference> Compare(
        Selection actual, bool allowsNewSchemas = false, bool allowsNewFields = false, IEnumerable<string>? only = null)
    {
        foreach (var id in only ?? Ids.Concat(actual.Ids).Distinct(StringComparer.Ordinal).ToList())
        {
            var (one, other) = (TextOf(id), actual.TextOf(id));
            if (one is null && (allowsNewSchemas || other is null)) continue;
            if (one is not null && other is not null && one.IsSameText(other)) continue;
            foreach (var difference in SchemaComparison.Between(id, one?.Read(), other?.Read(), allowsNewFields)) yield return difference;
        }
    }

    public SchemaText? TextOf(string id) => _byId.TryGetValue(id, out var schema) ? schema : null;

    public JsonObject? Find(string id) => TextOf(id)?.Read();

    private static IEnumerable<string> NewFields(JsonObject schema, JsonObject known) =>
        SchemaForm.FieldsOf(schema).Where(SchemaForm.IsOn).Select(SchemaForm.IdOf).Except(SchemaForm.FieldsOf(known).Select(SchemaForm.IdOf));
}
