namespace PolytomicBulk.Completion;

/// <summary>Completes the settings of a connection as hashtables: first all required settings, then each setting.</summary>
internal sealed class ConfigurationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Offer((await scene.FindSettingsAsync(cancel).ConfigureAwait(false)).Where(one => !one.Setting.ReadOnly).ToList());

    /// <summary>Hashtables of settings with their current values.</summary>
    public static IEnumerable<Choice> Offer(List<(ConnectionSetting Setting, object? Value)> settings)
    {
        var required = settings.FindAll(one => one.Setting.Required);
        var each = settings.Select(one =>
            new Choice($"@{{ {Pair(one.Setting, one.Value)} }}", Describe(one.Setting), one.Setting.Name) { IsExpression = true });
        if (required.Count < 2) return each;
        var all = string.Join("; ", required.Select(one => Pair(one.Setting, one.Value)));
        return each.Prepend(new Choice($"@{{ {all} }}", string.Join(", ", required.Select(one => one.Setting.Name)), "(all that are required)")
        {
            IsExpression = true,
        });
    }

    public static string Describe(ConnectionSetting setting)
    {
        var words = new List<string> { setting.Secret ? $"{setting.Kind}, secret" : setting.Kind ?? "any value" };
        if (setting.Required) words.Add("required");
        if (setting.DependsOn is { } other) words.Add($"with {other}");
        if (setting.Default is { } value) words.Add($"default: {value}");
        if (setting.Values is { } values) words.Add($"one of {string.Join(", ", values)}");
        return $"{setting.Title ?? setting.Name}: {string.Join("; ", words)}";
    }

    /// <summary>An entry of a hashtable with the current value. For a secret, the value is a prompt.</summary>
    public static string Pair(ConnectionSetting setting, object? value)
    {
        var written = setting.Secret ? $"(Read-Host -AsSecureString {Choice.InQuotes(setting.Name!)})" : Write(setting, value ?? setting.Default);
        return $"{Choice.Key(setting.Name!)} = {written}";
    }

    private static string Write(ConnectionSetting setting, object? value) => (value, setting.Kind) switch
    {
        (not null, _) => Choice.InScript(value),
        (null, "boolean") => "$true",
        (null, "integer" or "number") => "0",
        (null, _) when setting.Values is [{ Value: { } first }, ..] => Choice.InQuotes(first),
        (null, "object") => "@{}",
        _ => "''",
    };
}
