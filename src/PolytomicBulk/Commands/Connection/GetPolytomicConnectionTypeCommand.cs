using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets the kinds of connection that the service offers.</summary>
/// <remarks>
/// <para>API operation connections_getTypes. Each type has the JSON schema of its settings (ConfigurationForm.Jsonschema) and says what connections
/// of it can be used for (Capabilities).</para>
/// <para>It makes one request, whatever -Name is.</para>
/// </remarks>
/// <example>
/// <para>List the types that can be a destination.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnectionType | Where-Object { $_.Capabilities.Destination }
/// </code>
/// </example>
/// <example>
/// <para>List the settings that a PostgreSQL connection has.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicConnectionType PostgreSQL).ConfigurationForm.Jsonschema.properties.Keys
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnectionType",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnectionType.md")]
[OutputType(typeof(ConnectionType))]
public sealed class GetPolytomicConnectionTypeCommand : SessionCommand
{
    /// <summary>Names of types, with wildcards. A name without wildcards that no type has is an error.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) =>
        ForEachNamedAsync(Client.Connections.ListTypesAsync(cancel), type => type.Name, Name, "connection type", Write, cancel);
}
