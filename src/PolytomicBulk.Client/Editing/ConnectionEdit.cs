using System.Net;
using System.Security;

namespace PolytomicBulk.Editing;

/// <summary>
/// A connection with changes that are not written yet, or a new connection. Secrets are text only in the body of a request. The mask that the service
/// returns for a secret is never written back.
/// </summary>
public sealed class ConnectionEdit
{
    private readonly ResourceEdit _edit;
    private readonly Dictionary<string, (SecureString Value, bool IsJson)> _secrets = [];
    private readonly HashSet<string> _cleared = [];

    internal ConnectionEdit(Guid? id, string what, string type, ConnectionTypeSchema schema, JsonObject json, NameLookup? nameOf)
    {
        (Id, Type, Settings) = (id, type, ConnectionSettings.In(type, schema));
        json["configuration"] ??= new JsonObject();
        _edit = new ResourceEdit(Guid.Empty, id: "", what, ApiTables.Connection, json) { NameOf = nameOf };
    }

    /// <summary>The id of the connection. Null for a new one.</summary>
    public Guid? Id { get; }

    /// <summary>The current name, or the new one.</summary>
    public string? Name => JsonWords.Text(_edit["name"]);

    /// <summary>The id of its type.</summary>
    public string Type { get; }

    /// <summary>The settings that the type has.</summary>
    public IReadOnlyList<ConnectionSetting> Settings { get; }

    /// <summary>Describes the connection in messages.</summary>
    public string What => _edit.What;

    /// <summary>The changes, such as <c>~ Name: 'A' -> 'B'</c>, without secrets. Empty if there are none.</summary>
    public IReadOnlyList<string> Differences => _edit.Differences;

    /// <summary>When the service last changed the connection, and who did it.</summary>
    public ResourceVersion Version => _edit.Version;

    /// <summary>The required secrets that are missing. The service returns no secrets, and a write replaces all of them.</summary>
    public IReadOnlyList<string> MissingSecrets => [.. SecretNames.Where(name => !_secrets.ContainsKey(name) && !_cleared.Contains(name))];

    /// <summary>The missing secrets that a sign-in in the browser stores, which users cannot provide.</summary>
    public IReadOnlyList<string> SecretsOfService => [.. MissingSecrets.Where(name => Settings.Any(setting => setting.Name == name && setting.ReadOnly))];

    /// <summary>Settings that the type requires and that are missing.</summary>
    public IReadOnlyList<string> MissingSettings =>
    [
        .. from setting in Settings
           where setting is { Required: true, Default: null, ReadOnly: false } && !(Id is not null && setting.Secret)
           where JsonWords.IsEmpty(Find(Configuration, setting.Name!))
           select setting.Name,
    ];

    /// <summary>Secrets that were provided as plain text.</summary>
    public IReadOnlyList<string> PlainSecrets { get; private set; } = [];

    internal JsonObject Body => With(_edit.Body);

    internal JsonObject TestBody
    {
        get
        {
            var body = new JsonObject { ["type"] = Type, ["configuration"] = Body["configuration"]!.DeepClone() };
            if (Id is { } id) body["connection_id"] = id.ToString();
            return body;
        }
    }

    /// <summary>Removes secrets from text that the service returns.</summary>
    internal SecretSpellings Spellings => new(_secrets.Values.Select(secret => Reveal(secret.Value)));

    private JsonObject Configuration => (JsonObject)_edit["configuration"]!;

    /// <summary>The secrets in a configuration: settings that the type marks as secret, and values that the service masks.</summary>
    private IEnumerable<string> SecretNames => (
        from setting in Settings
        // A setting that another one requires may not apply to this connection. A stored setting shows a mask.
        where setting.Secret && setting.DependsOn is null && Id is not null
        select setting.Name!).Concat(Masked(Configuration)).Distinct();

    /// <summary>Changes the properties that an object names. The names are those of the API.</summary>
    /// <param name="settings">The new values.</param>
    /// <param name="secrets">The new secrets, by their names.</param>
    /// <param name="clear">The names of the settings to clear.</param>
    /// <param name="checks">Whether to check the names and values against the type.</param>
    /// <exception cref="ArgumentException">The type does not have a setting, or a setting cannot have a value.</exception>
    public void Apply(JsonObject settings, IReadOnlyDictionary<string, SecureString> secrets, IReadOnlyCollection<string> clear, bool checks = true)
    {
        var changes = settings.DeepClone().AsObject();
        if (changes["configuration"] is not JsonObject configuration) changes["configuration"] = configuration = [];
        // A mask stands for the current secret.
        foreach (var name in Masked(configuration).ToList()) Remove(configuration, name);
        var leaves = LeavesOf(configuration, "").ToList();
        if (checks && Settings.Count > 0)
        {
            foreach (var name in leaves.Select(leaf => leaf.Name).Concat(secrets.Keys).Concat(clear)) CheckName(name);
            leaves = [.. leaves.Select(leaf => (leaf.Name, Fit(leaf.Name, leaf.Value)))];
        }

        var plain = leaves.Where(leaf => IsSecret(leaf.Name) && !JsonWords.IsEmpty(leaf.Value)).Select(leaf => leaf.Name);
        PlainSecrets = [.. PlainSecrets.Concat(plain).Distinct()];
        foreach (var (name, value) in leaves)
        {
            Forget(name);
            if (LooksSecret(name, value)) Keep(configuration, name, Secure(value!), isJson: JsonWords.Text(value) is null);
            else Put(configuration, name, value);
        }

        foreach (var (name, value) in secrets) Keep(configuration, name, value, isJson: false);
        foreach (var name in clear)
        {
            Forget(name);
            _cleared.Add(name);
            Remove(configuration, name);
            if (Find(Configuration, name) is not null) Put(configuration, name, null);
        }

        _edit.Apply(changes);
    }

    /// <summary>Describes the connection in messages.</summary>
    public override string ToString() => What;

    internal static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;

    private static SecureString Secure(JsonNode value) => new NetworkCredential("", JsonWords.Text(value) ?? value.ToJsonString()).SecurePassword;

    private void Keep(JsonObject configuration, string name, SecureString secret, bool isJson)
    {
        _secrets[name] = (secret, isJson);
        Put(configuration, name, Secrets.NotShown);
    }

    /// <summary>A new value replaces an earlier change of the same setting.</summary>
    private void Forget(string name)
    {
        _secrets.Remove(name);
        _cleared.Remove(name);
    }

    private bool IsSecret(string name) => Settings.Any(setting => setting.Secret && setting.Name == name);

    private bool LooksSecret(string name, JsonNode? value) => !JsonWords.IsEmpty(value) && (IsSecret(name) || Secrets.IsSecret(name, value));

    private void CheckName(string name)
    {
        if (Settings.Any(setting => setting.Name == name || setting.Name!.StartsWith(name + ".", StringComparison.Ordinal) || IsBelow(name, setting))) return;
        if (Find(Configuration, name) is not null) return;
        var near = Likeness.Nearest(name, Settings.Select(setting => setting.Name));
        throw new ArgumentException(
            $"Connections of type '{Type}' have no setting '{name}'. "
                + (near.Length > 0 ? Likeness.DidYouMean(near) : $"They have {string.Join(", ", Settings.Select(setting => setting.Name))}."));

        // The type does not describe these properties, but the service may know them.
        bool IsBelow(string name, ConnectionSetting setting) => name.StartsWith(setting.Name + ".", StringComparison.Ordinal)
            && !Settings.Any(other => other.Name!.StartsWith(setting.Name + ".", StringComparison.Ordinal));
    }

    /// <summary>Converts a value to the kind of the setting, because files and prompts provide only text.</summary>
    private JsonNode? Fit(string name, JsonNode? value)
    {
        if (Settings.FirstOrDefault(setting => setting.Name == name) is not { } known || value is null) return value?.DeepClone();
        var fit = (known.Kind, JsonWords.Text(value), value.GetValueKind()) switch
        {
            ("integer" or "number", { } text, _) when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture))!,
            ("boolean", { } text, _) when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            ("string", null, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => JsonValue.Create(value.ToJsonString()),
            _ => value.DeepClone(),
        };
        var isOfKind = known.Kind switch
        {
            "integer" => JsonWords.Whole(fit) is not null,
            "number" => fit.GetValueKind() == JsonValueKind.Number,
            "boolean" => fit.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "string" => JsonWords.Text(fit) is not null,
            _ => true,
        };
        if (!isOfKind) throw new ArgumentException($"The setting '{name}' of a '{Type}' connection must be {Article(known.Kind)}, not {Show(name, value)}.");
        if (known.Values is { } values && JsonWords.Text(fit) is { } choice && !values.Exists(one => one.Value == choice))
        {
            throw new ArgumentException(
                $"The setting '{name}' of a '{Type}' connection cannot be {Show(name, value)}. It is one of {string.Join(", ", values)}.");
        }

        return fit;
    }

    private string Show(string name, JsonNode value) => LooksSecret(name, value) ? "what was given" : JsonWords.Show(value);

    private static string Article(string? kind) => kind is "integer" ? "an integer" : $"a {kind}";

    /// <summary>The body with its secrets, without removed settings and masks.</summary>
    private JsonObject With(JsonObject body)
    {
        var configuration = body["configuration"]!.AsObject();
        foreach (var name in Masked(configuration).Concat(_cleared).ToList()) Remove(configuration, name);
        foreach (var (name, secret) in _secrets) Put(configuration, name, secret.IsJson ? JsonNode.Parse(Reveal(secret.Value)) : Reveal(secret.Value));
        return body;
    }

    private static IEnumerable<string> Masked(JsonObject json) =>
        LeavesOf(json, "").Where(leaf => Secrets.MasksIn(new() { [leaf.Name] = leaf.Value?.DeepClone() }, "").Any()).Select(leaf => leaf.Name);

    /// <summary>The single values in an object, at any depth.</summary>
    private static IEnumerable<(string Name, JsonNode? Value)> LeavesOf(JsonObject json, string prefix) => json.SelectMany(property =>
        property.Value is JsonObject { Count: > 0 } inner ? LeavesOf(inner, $"{prefix}{property.Key}.") : [($"{prefix}{property.Key}", property.Value)]);

    private static JsonNode? Find(JsonObject json, string name) => Locate(json, name, like: null) is var (owner, key) ? owner[key] : null;

    private void Put(JsonObject json, string name, JsonNode? value)
    {
        var (owner, key) = Locate(json, name, like: Configuration)!.Value;
        owner[key] = value?.DeepClone();
    }

    private static void Remove(JsonObject json, string name)
    {
        if (Locate(json, name, like: null) is var (owner, key)) owner.Remove(key);
    }

    /// <summary>
    /// The object that contains a setting, and the setting's name there. A name can itself contain dots. With a configuration that it is like, missing
    /// objects are created, and names are split as in that configuration.
    /// </summary>
    private static (JsonObject Owner, string Key)? Locate(JsonObject json, string name, JsonObject? like)
    {
        var dot = json.ContainsKey(name) || like?.ContainsKey(name) == true ? -1 : name.IndexOf('.');
        if (dot < 0) return (json, name);
        var (outer, rest) = (name[..dot], name[(dot + 1)..]);
        if (json[outer] is not JsonObject inner)
        {
            if (like is null) return null;
            json[outer] = inner = [];
        }

        return Locate(inner, rest, like is null ? null : like[outer] as JsonObject ?? []);
    }
}
