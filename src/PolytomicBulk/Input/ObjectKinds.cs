namespace PolytomicBulk.Input;

/// <summary>The type of an object, also of a copy by Select-Object, Export-Csv or another process.</summary>
internal static class ObjectKinds
{
    private const string OwnPrefix = nameof(PolytomicBulk) + ".";
    private const string DataRow = "System.Data.DataRow";

    private static readonly string[] Rows =
    [
        "System.Management.Automation.PSCustomObject", "System.Management.Automation.PSObject", "System.Object", DataRow,
        "System.Collections.Hashtable", "System.Collections.Specialized.OrderedDictionary",
    ];

    private static readonly string[] Copies = ["Selected.", "Deserialized.", "CSV:"];

    /// <summary>The name of the type; null for a row without a type.</summary>
    public static string? Of(PSObject item)
    {
        if (item.BaseObject is IDictionary) return null;
        var name = Original(item.TypeNames.FirstOrDefault() ?? "");
        if (name.StartsWith(OwnPrefix, StringComparison.Ordinal)) return name.Substring(OwnPrefix.Length);
        if (item.BaseObject is not PSCustomObject) return item.TypeNames.Contains(DataRow) ? null : item.BaseObject.GetType().Name;
        // A custom type name, such as a PSTypeName, counts as none.
        if (Rows.Contains(name) || !(LanguagePrimitives.TryConvertTo<Type>(name, out _) || name.StartsWith("System.", StringComparison.Ordinal))) return null;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    public static bool IsOfModule(string kind) => TypeOf(kind) is not null;

    public static bool HasProperty(string kind, string property) => TypeOf(kind)?.GetProperty(property) is not null;

    /// <summary>A type's name in words, such as <c>a bulk sync schema</c>.</summary>
    public static string InWords(string kind)
    {
        var words = Regex.Replace(kind, "^Polytomic|(?<=[a-z])(?=[A-Z])", match => match.Length > 0 ? "" : " ").Trim().ToLowerInvariant();
        return words[0] is 'a' or 'e' or 'i' or 'o' ? $"an {words}" : $"a {words}";
    }

    private static Type? TypeOf(string kind) => typeof(BulkSync).Assembly.GetType(OwnPrefix + kind);

    private static string Original(string name)
    {
        while (Copies.FirstOrDefault(copy => name.StartsWith(copy, StringComparison.Ordinal)) is { } prefix) name = name.Substring(prefix.Length);
        return name;
    }
}
