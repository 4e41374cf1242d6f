using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the settings that a type of connection has, or what can be chosen for one of them.</summary>
/// <remarks>
/// <para>With -Type alone it lists the settings of the type: name, kind, whether it is required or a secret, default and known values (API operation
/// connections_getTypeSchema). DependsOn names the setting that must be given before there is this one.</para>
/// <para>With -ConnectionId it lists what can be chosen for the settings of a connection, such as the databases of a server, for all settings or for
/// those that -Setting names (API operation connections_getParameterValues).</para>
/// <para>With -Type, -Setting and -Configuration it does the same for a connection that does not exist yet (API operation
/// connections_getTypeParameterValues).</para>
/// <para>Requests: with -Type 1 for the types and 1 for the settings, and 1 for each -Setting; with -ConnectionId 1 for each connection.
/// -ConnectionName adds 1 to look the name up.</para>
/// </remarks>
/// <example>
/// <para>List what a PostgreSQL connection needs.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionSetting -Type postgresql
/// </code>
/// </example>
/// <example>
/// <para>See which databases and warehouses a connection offers.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection Snowflake | Get-PolytomicConnectionSetting -Setting dbname, warehouse
/// </code>
/// </example>
/// <example>
/// <para>See what can be chosen before a connection is created.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionSetting -Type bigquery -Setting location -Configuration @{ project_id = 'acme-data' }
/// </code>
/// </example>
/// <seealso cref="NewPolytomicConnectionCommand"/>
/// <seealso cref="GetPolytomicConnectionTypeCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionSetting", DefaultParameterSetName = TypeSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionSetting.md")]
[OutputType(typeof(ConnectionSetting), typeof(ConnectionSettingValue))]
public sealed class GetPolytomicConnectionSettingCommand : ConnectionSettingsCommand
{
    private const string ConnectionSet = "Connection";
    private const string NameSet = "Name";
    private const string TypeSet = "Type";

    /// <summary>The type of connection: its id, such as postgresql, or its name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionTypeCompleter))]
    public string Type { get; set; } = "";

    /// <summary>The id of a connection.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ConnectionSet)]
    [IdFrom("ConnectionId", IdFromAttribute.FindConnection)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid ConnectionId { get; set; }

    /// <summary>
    /// The name of the connection in place of its id, in full and in either case; it is looked up first (API operation connections_list). It is an
    /// error if no connection or more than one has the name.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string? ConnectionName { get; set; }

    /// <summary>Names of settings whose values are wanted; with -ConnectionId, wildcards too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[]? Setting { get; set; }

    /// <summary>The settings of a connection that does not exist yet, as far as they are known, as for New-PolytomicConnection.</summary>
    [Parameter(ParameterSetName = TypeSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigurationCompleter))]
    public override object? Configuration { get; set; }

    /// <summary>A text that the values are searched for, by the service.</summary>
    [Parameter(ParameterSetName = TypeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Query { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
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
        var edit = await Client.Connections.BeginAsync(found.Id!, "new", cancel);
        if (Setting is null)
        {
            foreach (var setting in edit.Settings) Write(setting);
            return;
        }

        if (!Apply(edit, [], [])) return;
        foreach (var setting in Setting)
        {
            if (edit.Settings.Count > 0 && edit.Settings.All(one => one.Name != setting) && !SkipValidation)
            {
                var near = Likeness.Nearest(setting, edit.Settings.Select(one => one.Name));
                Fail(ErrorRecords.NoSuchName("setting", setting, near, $"Get-PolytomicConnectionSetting -Type {found.Id} lists them."));
                continue;
            }

            foreach (var value in ConnectionSettingValue.In(await Client.Connections.GetParameterValuesAsync(edit, setting, Query, cancel))) Write(value);
        }
    }

    private async Task WriteValuesAsync(Guid id, Task<JsonMap> answer)
    {
        var values = await answer;
        var wanted = FindNames(values.Keys, Setting ?? ["*"], "setting");
        foreach (var value in ConnectionSettingValue.In(values).Where(value => wanted.Contains(value.Setting!))) Write(value);
    }
}
