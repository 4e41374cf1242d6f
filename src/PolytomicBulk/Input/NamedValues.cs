namespace PolytomicBulk.Input;

/// <summary>
/// The values of a hashtable or an object by the API's names: <c>DayOfWeek</c>, <c>dayOfWeek</c> and <c>day_of_week</c> are the same. Taking a value
/// removes it, so that unknown names are left over.
/// </summary>
internal sealed class NamedValues
{
    private readonly List<(string Name, object? Value)> _values;

    private NamedValues(List<(string Name, object? Value)> values, bool isHandwritten, bool isFromService) =>
        (_values, IsHandwritten, IsFromService) = (values, isHandwritten, isFromService);

    /// <summary>Whether the user typed the names, so that an unknown name is a mistake.</summary>
    public bool IsHandwritten { get; }

    /// <summary>Whether the values come from the service, which may have values that this version does not know.</summary>
    public bool IsFromService { get; }

    /// <summary>The values that were not taken.</summary>
    public IEnumerable<(string Name, object? Value)> Rest => _values.Where(pair => pair.Value is not null);

    /// <summary>Reads a hashtable or an object; null for anything else.</summary>
    public static NamedValues? From(object? value) => PowerShellValue.Unwrap(value) switch
    {
        IDictionary entries => new(
            [
                .. NotEmpty(entries).Keys.Cast<object>()
                    .Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, PowerShellValue.Unwrap(entries[key]))),
            ],
            isHandwritten: entries is not JsonMap,
            isFromService: entries is JsonMap),
        PSObject custom => FromProperties(custom, isFromService: false),
        ApiObject answer => FromProperties(new PSObject(answer), isFromService: true),
        _ => null,
    };

    public object? Take(string name)
    {
        var found = _values.FindIndex(pair => Same(pair.Name, name));
        if (found < 0) return null;
        var value = _values[found].Value;
        _values.RemoveAt(found);
        return value;
    }

    public void Set(string name, object value)
    {
        Take(name);
        _values.Add((name, value));
    }

    /// <summary>Takes a value as text; null if it is missing or blank.</summary>
    public string? TakeText(string name) =>
        Convert.ToString(Take(name), CultureInfo.InvariantCulture) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public bool? TakeFlag(string name) => Take(name) is { } value ? Flags.Read($"'{name}'", value) : null;

    /// <summary>Refuses a typed empty value, which may come from a mistyped variable. The value of a filter can be empty.</summary>
    private static IDictionary NotEmpty(IDictionary entries)
    {
        if (entries is not (Hashtable or System.Collections.Specialized.OrderedDictionary)) return entries;
        foreach (DictionaryEntry entry in entries)
        {
            if (Same($"{entry.Key}", "value") || PowerShellValue.Unwrap(entry.Value) is not (null or "")) continue;
            throw new ArgumentException(
                $"'{entry.Key}' is empty. Check the variable, or omit it. To clear a setting of a field, use ClearSetting in the hashtable of -Field.");
        }

        return entries;
    }

    private static NamedValues FromProperties(PSObject custom, bool isFromService) => new(
        [.. custom.Properties.Where(property => property.IsGettable).Select(property => (property.Name, PowerShellValue.Unwrap(property.Value)))],
        isHandwritten: false,
        isFromService);

    private static bool Same(string name, string other) =>
        string.Equals(name.Replace("_", ""), other.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}
