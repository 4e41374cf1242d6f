namespace PolytomicBulk.Input;

/// <summary>The settings of a connection, with the secrets kept apart.</summary>
/// <param name="Settings">The settings that are no secrets.</param>
/// <param name="Secrets">The secrets by their names; that of a setting within another one has a dot.</param>
internal sealed record ConnectionInput(JsonObject Settings, Dictionary<string, SecureString> Secrets)
{
    public static ConnectionInput Read(object? configuration, IDictionary? secrets)
    {
        var input = new ConnectionInput([], []);
        var bare = PowerShellValue.Unwrap(configuration);
        if (bare is IDictionary entries and not JsonMap) input.Read(input.Settings, JsonInput.Pairs(entries), "");
        else if (bare is PSObject custom) input.Read(input.Settings, JsonInput.Pairs(custom), "");
        else foreach (var property in JsonInput.ToObject("-Configuration", bare) ?? []) input.Settings[property.Key] = property.Value?.DeepClone();

        foreach (var (name, value) in secrets is null ? [] : JsonInput.Pairs(secrets))
            input.Secrets[name] = ToSecret(PowerShellValue.Unwrap(value)) ?? throw NotSecret(name);
        return input;
    }

    private void Read(JsonObject json, IEnumerable<(string Name, object? Value)> properties, string prefix)
    {
        foreach (var (name, value) in properties)
        {
            var bare = PowerShellValue.Unwrap(value);
            if (ToSecret(bare) is { } secret) Secrets[prefix + name] = secret;
            else if (bare is IDictionary entries and not JsonMap)
            {
                var inner = new JsonObject();
                Read(inner, JsonInput.Pairs(entries), $"{prefix}{name}.");
                if (inner.Count > 0) json[name] = inner;
            }
            else if (bare is null or "")
            {
                throw new ArgumentException(
                    $"The setting '{prefix}{name}' is empty. Check the variable, or omit the setting. To remove a setting, use -ClearSetting.");
            }
            else json[name] = JsonInput.ToNode("-Configuration", value);
        }
    }

    private static SecureString? ToSecret(object? value) => value switch
    {
        SecureString { Length: 0 } => throw new ArgumentException("A secret is empty. Type it again, or check the variable that it comes from."),
        SecureString secret => secret,
        PSCredential credential => ToSecret(credential.Password),
        _ => null,
    };

    /// <summary>The message does not repeat the value.</summary>
    private static ArgumentException NotSecret(string name) => new(
        $"-Secret needs SecureStrings or credentials, and '{name}' is neither. Enter it with (Read-Host -AsSecureString), or take it from a vault.");
}
