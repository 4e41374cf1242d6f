namespace PolytomicBulk.Updates;

/// <summary>
/// The effect of an update of a bulk sync on its schemas: for each property, how often a value was kept or reset. The service treats all schemas
/// alike. So if only one schema lost a value, somebody else changed it. If only one kept a value, the answer may be outdated.
/// </summary>
internal sealed class PutEffect
{
    private readonly Dictionary<string, (int Kept, int Lost)> _byProperty = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _keptIn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    private PutEffect()
    {
    }

    /// <summary>Whether anything was reset.</summary>
    public bool AnyLost => _byProperty.Values.Any(counts => counts.Lost > 0);

    /// <summary>What was always kept, and what was always reset.</summary>
    public IEnumerable<(string Property, bool IsKept)> Habits =>
        from counts in _byProperty where counts.Value.Kept == 0 || counts.Value.Lost == 0 select (counts.Key, counts.Value.Kept > 0);

    /// <summary>Compares the settings that an update should have kept with the current ones.</summary>
    public static PutEffect Of(Selection wanted, Selection before, Selection after)
    {
        var effect = new PutEffect();
        foreach (var text in wanted.Texts)
        {
            if (after.TextOf(text.Id) is not { } later || before.TextOf(text.Id) is not { } earlier) continue;
            if (text.IsSameText(later) && text.IsSameText(earlier))
            {
                effect.CountKept(text);
                continue;
            }

            var (schema, old, now) = (text.Read(), earlier.Read(), later.Read());
            effect.Count(text.Id, "", schema, old, now);
            var (oldFields, nowFields) = (ById(old), ById(now));
            foreach (var field in SchemaForm.FieldsOf(schema))
            {
                var id = SchemaForm.IdOf(field);
                if (oldFields.TryGetValue(id, out var oldField) && nowFields.TryGetValue(id, out var nowField))
                {
                    effect.Count(text.Id, "fields.", field, oldField, nowField);
                }
            }
        }

        return effect;
    }

    /// <summary>Whether the update resets the property of a difference, and the difference is that reset.</summary>
    public bool Explains(SchemaDifference difference) =>
        difference.IsReset
        && _byProperty.TryGetValue(Key(difference.FieldId is null ? "" : "fields.", difference.Name), out var counts)
        && counts.Kept == 0;

    /// <summary>Schemas that an update seems to have left unchanged although it reset others. Their answers may be older than the update.</summary>
    public IReadOnlyList<string> Untouched(ServiceHabits habits) =>
    [
        .. (from property in _keptIn
            where _byProperty[property.Key].Lost > 0 && habits.Keeps(property.Key) != true
            from id in property.Value
            where !_changed.Contains(id)
            select id)
            // If nothing was reset, one example is enough.
            .Concat((from property in _keptIn
                     where _byProperty[property.Key].Lost == 0 && habits.Keeps(property.Key) is null && !property.Value.Any(_changed.Contains)
                     from id in property.Value
                     select id).Take(1))
            .Distinct(),
    ];

    /// <summary>Schemas with a setting for which it is unknown whether updates keep it.</summary>
    public IReadOnlyList<string> Doubtful(ServiceHabits habits) =>
        [.. _keptIn.Where(kept => habits.Keeps(kept.Key) is null).SelectMany(kept => kept.Value).Distinct()];

    /// <summary>Whether nothing was reset although updates are known to reset it.</summary>
    public bool IsOld(ServiceHabits habits) => !AnyLost && _keptIn.Keys.Any(property => habits.Keeps(property) == false);

    /// <summary>Counts a schema that is as before. No nodes are needed for that.</summary>
    private void CountKept(SchemaText schema)
    {
        var json = schema.Element;
        CountItem(json, "");
        if (!json.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array) return;
        foreach (var field in fields.EnumerateArray()) if (field.ValueKind == JsonValueKind.Object) CountItem(field, "fields.");

        void CountItem(JsonElement item, string prefix)
        {
            foreach (var property in item.EnumerateObject())
            {
                var (name, value) = (property.Name, property.Value);
                if (IsSet(name, JsonWords.IsEmptyOrOff(value), value.ValueKind == JsonValueKind.True)) CountKept(Key(prefix, name), schema.Id);
            }
        }
    }

    private void CountKept(string key, string schemaId)
    {
        _byProperty.TryGetValue(key, out var counts);
        _byProperty[key] = (counts.Kept + 1, counts.Lost);
        if (!_keptIn.TryGetValue(key, out var schemas)) _keptIn[key] = schemas = new(StringComparer.Ordinal);
        schemas.Add(schemaId);
    }

    private void Count(string schemaId, string prefix, JsonObject wanted, JsonObject before, JsonObject now)
    {
        var table = prefix.Length == 0 ? ApiTables.Schema : ApiTables.Field;
        foreach (var (name, value) in wanted)
        {
            if (!IsSet(name, value) || !SchemaComparison.AreSame(table, name, value, before[name])) continue;
            var (key, actual) = (Key(prefix, name), now[name]);
            if (SchemaComparison.AreSame(table, name, value, actual))
            {
                CountKept(key, schemaId);
                continue;
            }

            // A property that no table knows may be computed, and can change on its own.
            var (isReset, isUnknown) = (!IsSet(name, actual), table.Get(name) is null);
            if (isReset) _byProperty[key] = _byProperty.TryGetValue(key, out var counts) ? (counts.Kept, counts.Lost + 1) : (0, 1);
            if (isReset || !isUnknown) _changed.Add(schemaId);
        }
    }

    /// <summary>Whether somebody has set a property, so that it differs from a new bulk sync.</summary>
    internal static bool IsSet(string name, JsonNode? value) => IsSet(name, JsonWords.IsEmptyOrOff(value), JsonWords.IsTrue(value));

    private static bool IsSet(string name, bool isEmptyOrOff, bool isTrue) => name switch
    {
        "id" or "sync_id" or "output_name" or "fields" => false,
        "enabled" => !isTrue,
        _ => !isEmptyOrOff,
    };

    private static string Key(string prefix, string name) => prefix + name;

    private static Dictionary<string, JsonObject> ById(JsonObject schema)
    {
        var fields = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var field in SchemaForm.FieldsOf(schema)) fields[SchemaForm.IdOf(field)] = field;
        return fields;
    }
}
