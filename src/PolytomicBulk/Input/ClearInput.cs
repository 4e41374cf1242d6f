namespace PolytomicBulk.Input;

/// <summary>Clears settings by name. An empty value never clears, because it may come from a mistyped variable.</summary>
internal static class ClearInput
{
    public const string Parameter = "ClearSetting";

    public static void Read(ApiTable table, IEnumerable<string> names, JsonObject changes)
    {
        foreach (var name in names)
        {
            var property = table.Clearable.FirstOrDefault(property => string.Equals(property.Label, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    $"-{Parameter} cannot be '{name}'. It is one of: {string.Join(", ", table.Clearable.Select(property => property.Label))}.");
            if (changes.ContainsKey(property.Name))
                throw new ArgumentException($"-{property.Label} and -{Parameter} {property.Label} cannot be used together. Specify one of them.");
            changes[property.Name] = property.Nothing;
        }
    }
}
