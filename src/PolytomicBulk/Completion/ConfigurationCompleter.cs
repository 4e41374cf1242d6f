namespace PolytomicBulk.Completion;

/// <summary>
/// The settings of a connection, as hashtables that are ready to be filled in: all that a new one needs first, then each by itself. PowerShell asks for
/// nothing more once a hashtable has been begun.
/// </summary>
internal sealed class ConfigurationCompleter : SessionCompleter
{
    protected override async Task<IEnumerable<Choice>> FindAsync(CompletionScene scene, CancellationToken cancel) =>
        Offer((await scene.FindSettingsAsync(cancel).ConfigureAwait(false)).Where(one => !one.Setting.ReadOnly).ToList());

    /// <summary>Hashtables of settings, each with the value that it has.</summary>
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

    /// <summary>What a setting is, in words.</summary>
    public static string Describe(ConnectionSetting setting)
    {
        var words = new List<string> { setting.Secret ? $"{setting.Kind}, secret" : setting.Kind ?? "any value" };
        if (setting.Required) words.Add("required");
        if (setting.DependsOn is { } other) words.Add($"with {other}");
        if (setting.Default is { } value) words.Add($"default: {value}");
        if (setting.Values is { } values) words.Add($"one of {string.Join(", ", values)}");
        return $"{setting.Title ?? setting.Name}: {string.Join("; ", words)}";
    }

    /// <summary>A setting and its value as a hashtable has them. What is there is the value that it has, and of a secret what asks for it.</summary>
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
