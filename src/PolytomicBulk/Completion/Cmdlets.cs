namespace PolytomicBulk.Completion;

/// <summary>The classes of the module's cmdlets by the cmdlets' names.</summary>
internal static class Cmdlets
{
    private static readonly Lazy<Dictionary<string, Type>> ByName = new(() => (
        from type in typeof(Cmdlets).Assembly.GetTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null
        select (Name: $"{cmdlet.VerbName}-{cmdlet.NounName}", Type: type)).ToDictionary(one => one.Name, one => one.Type, StringComparer.OrdinalIgnoreCase));

    public static Type? Find(string name) => ByName.Value.TryGetValue(name.Split('\\')[^1], out var type) ? type : null;

    /// <summary>Whether a cmdlet's -Id and -Name are a bulk sync's: what its -Id is completed with tells.</summary>
    public static bool IsOfSyncs(string name) =>
        Find(name)?.GetProperty("Id")?.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type == typeof(SyncCompleter);

    /// <summary>Whether a cmdlet's -Id and -Name are a connection's.</summary>
    public static bool IsOfConnections(string name) =>
        Find(name)?.GetProperty("Id")?.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type == typeof(ConnectionCompleter);
}
