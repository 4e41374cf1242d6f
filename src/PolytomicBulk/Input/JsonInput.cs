using System.Net;
using System.Numerics;
using System.Security;
using System.Text.Json;

namespace PolytomicBulk.Input;

/// <summary>Converts PowerShell values to JSON, with the order of properties and every digit of numbers.</summary>
internal static class JsonInput
{
    /// <summary>A value that is nested deeper probably contains itself.</summary>
    private const int DeepestLevel = 64;

    /// <summary>A JSON object from a hashtable, an object or JSON text. Without an action for secrets, it cannot contain any.</summary>
    public static JsonObject? ToObject(string name, object? value, Action<SecureString>? hide = null)
    {
        var bare = PowerShellValue.Unwrap(value);
        var node = bare is string text ? Parse(name, text) : ToNode(name, bare, level: 0, hide);
        // It was converted before, so it does not contain itself.
        if (bare is IDictionary typed and not JsonMap) ThrowIfHoldsNothing(name, typed);
        return node switch
        {
            null => null,
            JsonObject json => json,
            _ => throw new ArgumentException($"{name} must be a hashtable, such as @{{schema='x'}}, an object, or the JSON text of one."),
        };
    }

    /// <summary>An empty value may come from a mistyped variable. In JSON text, null is intended.</summary>
    private static void ThrowIfHoldsNothing(string name, IDictionary entries)
    {
        foreach (DictionaryEntry entry in entries)
        {
            if (PowerShellValue.Unwrap(entry.Value) is IDictionary inner) ThrowIfHoldsNothing($"{name}: {entry.Key}", inner);
            else if (PowerShellValue.Unwrap(entry.Value) is null)
            {
                throw new ArgumentException(
                    $"{name}: '{entry.Key}' is empty. Check the variable. To clear a setting, write JSON text: '{{\"{entry.Key}\":null}}'.");
            }
        }
    }

    /// <summary>Removes the properties that are null, because they were not specified.</summary>
    public static JsonObject WithoutNulls(JsonObject json)
    {
        foreach (var name in json.Where(property => property.Value is null).Select(property => property.Key).ToList()) json.Remove(name);
        return json;
    }

    public static JsonNode? ToNode(string name, object? value) => ToNode(name, value, level: 0, hide: null);

    private static JsonNode? ToNode(string name, object? value, int level, Action<SecureString>? hide)
    {
        if (level > DeepestLevel) throw new ArgumentException($"{name} is nested more than {DeepestLevel} levels deep, or contains itself.");
        return PowerShellValue.Unwrap(value) switch
        {
            null => null,
            JsonMap map => JsonNode.Parse(map.ToString()),
            JsonNode node => node.DeepClone(),
            JsonElement element => JsonNode.Parse(element.GetRawText()),
            IDictionary entries => ToObject(name, Pairs(entries), level, hide),
            PSObject custom => ToObject(name, Pairs(custom), level, hide),
            string text => JsonValue.Create(text),
            IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(item => ToNode(name, item, level + 1, hide))]),
            SecureString secret when hide is not null => Reveal(name, secret, hide),
            { } scalar => ToScalar(name, scalar),
        };
    }

    private static JsonValue Reveal(string name, SecureString secret, Action<SecureString> hide)
    {
        if (secret.Length == 0) throw new ArgumentException($"{name} contains an empty secret. Type it again, or check the variable that it comes from.");
        hide(secret);
        return JsonValue.Create(new NetworkCredential("", secret).Password)!;
    }

    private static JsonObject ToObject(
        string name, IEnumerable<(string Name, object? Value)> properties, int level, Action<SecureString>? hide)
    {
        var json = new JsonObject();
        foreach (var (property, value) in properties) json[property] = ToNode(name, value, level + 1, hide);
        return json;
    }

    public static IEnumerable<(string Name, object? Value)> Pairs(IDictionary entries)
    {
        foreach (DictionaryEntry entry in entries)
            yield return (Convert.ToString(PowerShellValue.Unwrap(entry.Key), CultureInfo.InvariantCulture)!, entry.Value);
    }

    public static IEnumerable<(string Name, object? Value)> Pairs(PSObject custom) =>
        from property in custom.Properties where property.IsGettable select (property.Name, (object?)property.Value);

    private static JsonValue ToScalar(string name, object value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        SwitchParameter flag => JsonValue.Create(flag.IsPresent),
        // The service does not know the number.
        Enum member => JsonValue.Create(member.ToString())!,
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        double number when !double.IsNaN(number) && !double.IsInfinity(number) => Number(number, double.Parse, "G15", "G16", "G17"),
        float number when !float.IsNaN(number) && !float.IsInfinity(number) => Number(number, float.Parse, "G7", "G8", "G9"),
        byte or sbyte or short or ushort or uint => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        BigInteger number => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))!.AsValue(),
        DateTime time => JsonValue.Create(ToText(time))!,
        DateTimeOffset time => JsonValue.Create(ToText(time.UtcDateTime))!,
        Guid id => JsonValue.Create(id.ToString())!,
        char letter => JsonValue.Create(letter.ToString())!,
        Uri address => JsonValue.Create(address.OriginalString)!,
        _ => throw new ArgumentException(
            $"{name} contains {(value is double or float ? "a number that JSON does not have" : $"a {value.GetType().Name}, which JSON cannot contain")}. "
                + "Use text, numbers, dates, $true, $false, $null, lists and hashtables."),
    };

    /// <summary>The shortest text that reads as the same number. The JSON writer of .NET Framework writes the longest.</summary>
    private static JsonValue Number<T>(T number, Func<string, IFormatProvider, T> parse, params string[] formats) where T : struct, IFormattable
    {
        var spellings = formats.Select(format => number.ToString(format, CultureInfo.InvariantCulture)).ToList();
        var shortest = spellings.Find(text => parse(text, CultureInfo.InvariantCulture).Equals(number)) ?? spellings[^1];
        return JsonNode.Parse(shortest)!.AsValue();
    }

    /// <summary>RFC 3339 in UTC. A time without a kind is local.</summary>
    public static string ToText(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static JsonNode? Parse(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return JsonNode.Parse(text) ?? JsonValue.Create("null");
        }
        catch (JsonException)
        {
            throw new ArgumentException($"{name} is text, but not JSON. Use a hashtable, such as @{{schema='x'}}, or text such as {{\"schema\":\"x\"}}.");
        }
    }
}
