namespace PolytomicBulk.Json;

/// <summary>Recognizes probable secrets, and masks of the service.</summary>
internal static class Secrets
{
    /// <summary>What messages show in place of a value that must not appear.</summary>
    public const string NotShown = "(not shown)";

    private const string Mask = @"^\s*[*•●]{3,}\s*$|^\W*redacted\W*$";

    private static readonly Regex Names = new(
        "password|passwd|passphrase|secret|credential"
            + "|apikey|accesskey|privatekey|accountkey|sharedkey|signingkey|encryptionkey"
            + "|connectionstring|serviceaccount|tokens?$|^pwd$|^auth$|authorization|bearer",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Values = new(
        @"-----BEGIN|^(AKIA|ASIA)[A-Z0-9]{16}$|^[a-z]{2}_(live|test)_|^gh[a-z]_\w{20}|^xox[a-z]-"
            + @"|^eyJ[\w-]+\.eyJ[\w-]+\.|://[^/\s:@]+:[^/\s@]+@|^(bearer|basic)\s+\S"
            + @"|[?&;](sig|signature|token|password|pwd|(account|access)?key)=|" + Mask,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Masks = new(Mask, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Removes probable secrets from an object, at any depth.</summary>
    public static void Remove(JsonObject json, string path, ICollection<string> leftOut, bool emptyToo = false)
    {
        foreach (var (name, value) in json.Select(property => (property.Key, property.Value)).ToList())
        {
            var here = $"{path}.{name}";
            if (IsSecret(name, value) && (emptyToo || !IsEmpty(value)))
            {
                json.Remove(name);
                leftOut.Add(here);
            }
            else
            {
                foreach (var inner in ObjectsIn(value)) Remove(inner, here, leftOut, emptyToo);
            }
        }
    }

    /// <summary>Copies the secrets of an object to another, at any depth.</summary>
    public static void Keep(JsonObject json, JsonObject other, string path, ICollection<string> lost)
    {
        foreach (var (name, value) in other.Select(property => (property.Key, property.Value)).ToList())
        {
            var here = $"{path}.{name}";
            if (IsSecret(name, value)) json[name] = value!.DeepClone();
            else if (value is JsonObject inner && json[name] is JsonObject same) Keep(same, inner, here, lost);
            else if (value is JsonArray && json[name] is JsonArray) Keep([.. ObjectsIn(json[name])], [.. ObjectsIn(value)], here, lost);
        }
    }

    /// <summary>Where the service put masks instead of secrets.</summary>
    public static IEnumerable<string> MasksIn(JsonObject json, string path) =>
        json.SelectMany(property => property.Value switch
        {
            JsonObject or JsonArray when ObjectsIn(property.Value) is var inner && inner.Any() =>
                inner.SelectMany(item => MasksIn(item, $"{path}.{property.Key}")),
            JsonArray items when items.Any(IsMask) => [$"{path}.{property.Key}"],
            _ => IsMask(property.Value) ? [$"{path}.{property.Key}"] : Enumerable.Empty<string>(),
        });

    private static bool IsMask(JsonNode? value) => JsonWords.Text(value) is { } text && IsMask(text);

    /// <summary>Pairs objects that differ only in secrets, or that are the only two left. Otherwise no secret is copied.</summary>
    private static void Keep(List<JsonObject> items, List<JsonObject> others, string path, ICollection<string> lost)
    {
        foreach (var item in items.ToList())
        {
            if (others.Find(other => JsonNode.DeepEquals(WithoutSecrets(item), WithoutSecrets(other))) is { } same) Pair(item, same);
        }

        if (items is [var left] && others is [var only]) Pair(left, only);
        if (items.Count > 0) foreach (var other in others) Remove(other.DeepClone().AsObject(), path, lost);

        void Pair(JsonObject item, JsonObject other)
        {
            Keep(item, other, path, lost);
            items.Remove(item);
            others.Remove(other);
        }

        static JsonObject WithoutSecrets(JsonObject json)
        {
            var copy = json.DeepClone().AsObject();
            Remove(copy, "", [], emptyToo: true);
            return copy;
        }
    }

    /// <summary>Whether a property with this name is a secret.</summary>
    public static bool IsName(string name) => Names.IsMatch(Plain(name));

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray items => items.SelectMany(ObjectsIn),
        _ => [],
    };

    /// <summary>Whether a text is a mask of the service.</summary>
    public static bool IsMask(string text) => Masks.IsMatch(text);

    /// <summary>Whether a property seems to be a secret.</summary>
    public static bool IsSecret(string name, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => IsName(name) || Values.IsMatch((string)value!),
        JsonValueKind.Array => IsName(name) || value.AsArray().Any(item => JsonWords.Text(item) is { } text && Values.IsMatch(text)),
        JsonValueKind.Object => IsName(name),
        _ => false,
    };

    /// <summary>
    /// A copy for messages, without the secrets at any depth. Each name in the path can show that the value is a secret. Some texts are secrets whatever
    /// their names are.
    /// </summary>
    public static JsonNode? Hide(string path, JsonNode? value, IReadOnlyCollection<string> texts) => value switch
    {
        _ when IsEmpty(value) || IsMask(value) => value?.DeepClone(),
        _ when path.Split('.').Append(path).Any(name => IsHidden(name, value)) => NotShown,
        JsonObject json => new JsonObject(
            json.Select(property => new KeyValuePair<string, JsonNode?>(property.Key, Hide(property.Key, property.Value, texts)))),
        JsonArray items => new JsonArray([.. items.Select(item => Hide("", item, texts))]),
        _ => JsonWords.Text(value) is { } text && texts.Contains(text) ? NotShown : value!.DeepClone(),
    };

    /// <summary>The texts of the secrets in a value, at any depth.</summary>
    public static IEnumerable<string> TextsIn(string name, JsonNode? value, bool isSecret = false)
    {
        isSecret |= IsHidden(name, value);
        return value switch
        {
            JsonObject json => json.SelectMany(property => TextsIn(property.Key, property.Value, isSecret)),
            JsonArray items => items.SelectMany(item => TextsIn("", item, isSecret)),
            _ when !isSecret || IsMask(value) => [],
            _ => value?.GetValueKind() switch
            {
                JsonValueKind.String => [(string)value!],
                JsonValueKind.Number => [value.ToJsonString()],
                _ => [],
            },
        };
    }

    /// <summary>Whether messages hide a value. A password can consist of digits.</summary>
    private static bool IsHidden(string name, JsonNode? value) =>
        IsSecret(name, value) || (value?.GetValueKind() == JsonValueKind.Number && IsName(name));

    private static bool IsEmpty(JsonNode? value) => JsonWords.IsEmpty(value) || (value is JsonObject json && json.All(property => IsEmpty(property.Value)));

    private static string Plain(string name) => Regex.Replace(name, @"[^\p{L}\p{Nd}]", "");
}
