namespace PolytomicBulk.Input;

/// <summary>Of which type an object is, or was before Select-Object, Export-Csv or another process made a copy of it.</summary>
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

    /// <summary>The type's name, without its namespace for a type of the module; null for a row, whose columns say what it is.</summary>
    public static string? Of(PSObject item)
    {
        if (item.BaseObject is IDictionary) return null;
        var name = Original(item.TypeNames.FirstOrDefault() ?? "");
        if (name.StartsWith(OwnPrefix, StringComparison.Ordinal)) return name.Substring(OwnPrefix.Length);
        if (item.BaseObject is not PSCustomObject) return item.TypeNames.Contains(DataRow) ? null : item.BaseObject.GetType().Name;
        // A name of somebody's own, such as that of a PSTypeName, is as good as none.
        if (Rows.Contains(name) || !(LanguagePrimitives.TryConvertTo<Type>(name, out _) || name.StartsWith("System.", StringComparison.Ordinal))) return null;
        return name.Substring(name.LastIndexOf('.') + 1);
    }

    /// <summary>Whether a type is one of the module's.</summary>
    public static bool IsOfModule(string kind) => TypeOf(kind) is not null;

    /// <summary>Whether a type of the module has a property.</summary>
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
