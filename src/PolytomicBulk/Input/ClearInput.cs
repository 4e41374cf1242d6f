namespace PolytomicBulk.Input;

/// <summary>Settings that are cleared by their names, since an empty value never clears: it comes of a mistyped variable, too.</summary>
internal static class ClearInput
{
    /// <summary>The parameter that takes the names.</summary>
    public const string Parameter = "ClearSetting";

    /// <summary>Puts nothing in the place of each setting.</summary>
    /// <exception cref="ArgumentException">One cannot be cleared, or is given a value, too.</exception>
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
