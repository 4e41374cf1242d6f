namespace PolytomicBulk.Completion;

/// <summary>Finds the class of a cmdlet by name.</summary>
internal static class Cmdlets
{
    private static readonly Lazy<Dictionary<string, Type>> ByName = new(() => (
        from type in typeof(Cmdlets).Assembly.GetTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null
        select (Name: $"{cmdlet.VerbName}-{cmdlet.NounName}", Type: type)).ToDictionary(one => one.Name, one => one.Type, StringComparer.OrdinalIgnoreCase));

    public static Type? Find(string name) => ByName.Value.TryGetValue(name.Split('\\')[^1], out var type) ? type : null;

    /// <summary>Whether a completer completes the -Id of a cmdlet, which shows what -Id and -Name select.</summary>
    public static bool HasIdOf<TCompleter>(string name) =>
        Find(name)?.GetProperty("Id")?.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type == typeof(TCompleter);
}
