namespace PolytomicBulk.Commands;

/// <summary>Gets the types of connection that Polytomic supports.</summary>
/// <remarks>
/// <para>Capabilities shows what connections of a type can be used for. ConfigurationForm.Jsonschema describes their settings. To list the settings, pipe the
/// type to Get-PolytomicConnectionSetting.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 (API operation connections_getTypes).</para>
/// </notes>
/// <example>
/// <para>List the types that can be a destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionType | Where-Object { $_.Capabilities.Destination }
/// </code>
/// </example>
/// <example>
/// <para>List the settings of a PostgreSQL connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionType PostgreSQL | Get-PolytomicConnectionSetting
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionSettingCommand"/>
/// <seealso cref="GetPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionType", HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionType.md")]
[OutputType(typeof(ConnectionType))]
public sealed class GetPolytomicConnectionTypeCommand : SessionCommand
{
    /// <summary>Specifies names of types. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? Name { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancel) =>
        ForEachNamedAsync(Client.Connections.ListTypesAsync(cancel), type => type.Name, Name, "connection type", Write, cancel);
}
