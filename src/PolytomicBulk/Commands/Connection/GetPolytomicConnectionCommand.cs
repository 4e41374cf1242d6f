namespace PolytomicBulk.Commands;

/// <summary>Gets connections.</summary>
/// <remarks>
/// <para>Without parameters, this command lists all connections of the organization. Status shows whether the service can use a connection, and
/// StatusError shows why not. Secrets in Configuration are masked by the service.</para>
/// <para>With -Id, you get an error for each id that does not exist, and the others are still returned.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for the list (API operation connections_list), or 1 for each id (connections_get), as many at a time as the session's
/// -ThrottleLimit allows.</para>
/// </notes>
/// <example>
/// <para>List all connections.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection
/// </code>
/// </example>
/// <example>
/// <para>Find connections that need attention.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection | Where-Object Status -NE healthy | Format-Table Name, Status, StatusError
/// </code>
/// </example>
/// <example>
/// <para>Get one setting of a connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicConnection 'Orders database').Configuration.hostname
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionTypeCommand"/>
/// <seealso cref="GetPolytomicBulkSourceCommand"/>
/// <seealso cref="GetPolytomicBulkDestinationCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnection", DefaultParameterSetName = ListSet, HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetPolytomicConnectionCommand : SessionCommand
{
    /// <summary>Specifies names of connections. Wildcards are permitted. If a name without wildcards does not exist, you get an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Specifies the ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    private protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Connections.GetAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(Client.Connections.ListAsync(cancel), connection => connection.Name, Name, "connection", Write, cancel);
}
