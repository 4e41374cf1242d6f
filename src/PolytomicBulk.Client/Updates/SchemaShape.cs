namespace PolytomicBulk.Updates;

/// <summary>
/// Which properties a schema names, one bit for each. An answer that omits properties that other answers contain is incomplete. An update based on it
/// would lose them.
/// </summary>
/// <param name="Has">The properties that the schema names.</param>
/// <param name="Spells">The properties that the schema names although they are empty or off. The service then does not omit empty values.</param>
/// <param name="FieldsHave">The properties that all of its fields name.</param>
/// <param name="FieldsSpell">The properties that a field names although they are empty or off.</param>
internal readonly record struct SchemaShape(uint Has, uint Spells, uint FieldsHave, uint FieldsSpell)
{
    private static readonly string[] OfSchema = [.. NamesIn(ApiTables.Schema)];
    private static readonly string[] OfField = [.. NamesIn(ApiTables.Field)];
    private static readonly PropertyNames InSchema = new(OfSchema);
    private static readonly PropertyNames InField = new(OfField);
    private static readonly int Obfuscated = Array.IndexOf(OfField, "obfuscated");

    private static readonly uint Guards = BitsOf(OfSchema, "enabled", "fields", "filters");
    private static readonly uint FieldGuards = BitsOf(OfField, "enabled", "obfuscated");

    /// <summary>The shape of a schema as it was read.</summary>
    public static SchemaShape Of(JsonElement schema)
    {
        var (has, spells) = Read(InSchema, schema);
        var (all, some) = (uint.MaxValue, 0u);
        if (schema.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array)
        {
            foreach (var field in fields.EnumerateArray())
            {
                if (field.ValueKind != JsonValueKind.Object) continue;
                var (fieldHas, fieldSpells) = Read(InField, field);
                (all, some) = (all & fieldHas, some | fieldSpells);
            }
        }

        return new(has, spells, all, some);
    }

    /// <summary>The properties that at least one of the schemas names although they are empty or off.</summary>
    public static SchemaShape Joint(IEnumerable<SchemaShape> shapes) =>
        shapes.Aggregate(default(SchemaShape), (all, one) => new(0, all.Spells | one.Spells, 0, all.FieldsSpell | one.FieldsSpell));

    /// <summary>Whether the schema omits properties that limit what is copied. It is then read twice.</summary>
    public bool LacksGuards => (~Has & Guards) != 0 || (~FieldsHave & FieldGuards) != 0;

    /// <summary>A property that the schema omits, but other schemas or an earlier reading name. Null if there is none.</summary>
    public string? Lacks(SchemaShape others, SchemaShape earlier = default) =>
        Name(OfSchema, ~Has & (others.Spells | earlier.Has))
            ?? Name(OfField, ~FieldsHave & (others.FieldsSpell | earlier.FieldsHave));

    private static IEnumerable<string> NamesIn(ApiTable table) =>
        table.Properties.Where(property => property is { IsSetByService: false, Name: not "id" }).Select(property => property.Name);

    private static (uint Has, uint Spells) Read(PropertyNames names, JsonElement item)
    {
        var (has, spells, next) = (0u, 0u, 0);
        foreach (var property in item.EnumerateObject())
        {
            var i = names.Find(property, ref next);
            if (i >= 0)
            {
                has |= 1u << i;
                if (JsonWords.IsEmptyOrOff(property.Value)) spells |= 1u << i;
            }
            // The name that writes use counts too.
            else if (names == InField && property.NameEquals("obfuscate")) has |= 1u << Obfuscated;
        }

        return (has, spells);
    }

    private static uint BitsOf(string[] names, params string[] some) => some.Aggregate(0u, (bits, name) => bits | (1u << Array.IndexOf(names, name)));

    private static string? Name(string[] names, uint bits) => names.Where((_, i) => (bits & (1u << i)) != 0).FirstOrDefault();
}
