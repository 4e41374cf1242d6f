namespace PolytomicBulk.Commands;

/// <summary>Gets the settings of a connection type, or the values that a setting can have.</summary>
/// <remarks>
/// <para>With -Type, or for types from the pipeline, this command lists the settings of each type: name, kind, default, known values, and whether it is
/// required or a secret. DependsOn shows the setting that you must set first.</para>
/// <para>With -ConnectionId or -ConnectionName, it lists the possible values of the settings of a connection, such as the databases of a server. Use
/// -Setting to choose settings. For a connection that does not exist yet, use -Type, -Setting and -Configuration.</para>
/// </remarks>
/// <notes>
/// <para>Requests: with -Type, 1 for the types (API operation connections_getTypes), and for each type 1 for its settings (connections_getTypeSchema) and
/// 1 for each -Setting (connections_getTypeParameterValues). With -ConnectionId, 1 for each connection (connections_getParameterValues). -ConnectionName
/// adds 1.</para>
/// </notes>
/// <example>
/// <para>List the settings of a PostgreSQL connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionSetting -Type postgresql
/// </code>
/// </example>
/// <example>
/// <para>List the secrets that each type of connection needs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionType | Get-PolytomicConnectionSetting | Where-Object Secret |
///     Format-Table ConnectionType, Name, Required
/// </code>
/// </example>
/// <example>
/// <para>Show the databases and warehouses of a connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection Snowflake | Get-PolytomicConnectionSetting -Setting dbname, warehouse
/// </code>
/// </example>
/// <example>
/// <para>Show the possible values of a setting before you create a connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $known = @{ project_id = 'acme-data' }
/// Get-PolytomicConnectionSetting -Type bigquery -Setting location -Configuration $known
/// </code>
/// </example>
/// <seealso cref="NewPolytomicConnectionCommand"/>
/// <seealso cref="GetPolytomicConnectionTypeCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionSetting", DefaultParameterSetName = TypeSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionSetting.md")]
[OutputType(typeof(ConnectionSetting), typeof(ConnectionSettingValue))]
public sealed class GetPolytomicConnectionSettingCommand : ConnectionSettingsCommand
{
    private const string ConnectionSet = "Connection";
    private const string TypeSet = "Type";

    /// <summary>
    /// Specifies the type of connection by its id, such as postgresql, or its name. You can also pipe types from Get-PolytomicConnectionType.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [TypeFrom]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>Specifies the id of a connection.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid ConnectionId { get; set; }

    /// <summary>
    /// Specifies the full name of the connection. Case does not matter. If no connection or several connections have a name, you get an error. Looking up
    /// a name takes 1 request (API operation connections_list).
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? ConnectionName { get; set; }

    /// <summary>Specifies the names of the settings to get values for. With -ConnectionId, wildcards are permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[]? Setting { get; set; }

    /// <summary>
    /// Specifies the settings that you already know, in the same form as for New-PolytomicConnection. Use this parameter for a connection that does not
    /// exist yet.
    /// </summary>
    [Parameter(ParameterSetName = TypeSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public override object? Configuration { get; set; }

    /// <summary>Specifies text to search for in the values.</summary>
    [Parameter(ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Query { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancel)
    {
        if (ParameterSetName == TypeSet)
        {
            await ForEachAsync([Type], ListAsync, cancel);
            return;
        }

        var id = ParameterSetName == NameSet ? await new NamedConnections(Client, Fail).FindAsync(ConnectionName!, cancel) : ConnectionId;
        if (id is { } known) await SendAsync([known], one => Client.Connections.GetParameterValuesAsync(one, cancel), WriteValuesAsync);
    }

    private async Task ListAsync(string type, CancellationToken cancel)
    {
        if (await FindTypeAsync(type, cancel) is not { } found) return;
        if (Setting is null)
        {
            await SendAsync([found.Id!], id => Client.Connections.BeginAsync(id, "new", cancel), async (_, edit) => WriteAll((await edit).Settings));
            return;
        }

        var edit = await Client.Connections.BeginAsync(found.Id!, "new", cancel);
        if (!Apply(edit, [], [])) return;
        foreach (var setting in Setting)
        {
            if (edit.Settings.Count > 0 && edit.Settings.All(one => one.Name != setting) && !SkipValidation)
            {
                var near = Likeness.Nearest(setting, edit.Settings.Select(one => one.Name));
                Fail(ErrorRecords.NoSuchName("setting", setting, near, $"To list them, run Get-PolytomicConnectionSetting -Type {found.Id}."));
                continue;
            }

            foreach (var value in ConnectionSettingValue.In(await Client.Connections.GetParameterValuesAsync(edit, setting, Query, cancel))) Write(value);
        }
    }

    private void WriteAll(IEnumerable<ConnectionSetting> settings)
    {
        foreach (var setting in settings) Write(setting);
    }

    private async Task WriteValuesAsync(Guid id, Task<JsonMap> answer)
    {
        var values = await answer;
        var wanted = FindNames(values.Keys, Setting ?? ["*"], "setting");
        foreach (var value in ConnectionSettingValue.In(values).Where(value => wanted.Contains(value.Setting!))) Write(value);
    }
}
