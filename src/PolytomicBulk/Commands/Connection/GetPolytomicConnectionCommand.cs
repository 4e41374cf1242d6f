using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Gets connections: all of them, some by name, or by id.</summary>
/// <remarks>
/// <para>Without -Id it lists the connections of the organization (API operation connections_list). Names are compared here, since the service cannot.</para>
/// <para>With -Id it reads each connection by itself (API operation connections_get), as many at a time as the session's -ThrottleLimit allows. An id
/// that does not exist is an error for that id; the others still come.</para>
/// <para>The service redacts secrets in Configuration. Status says whether it can use the connection, and StatusError why not.</para>
/// <para>Requests: 1 for the list, or 1 for each id.</para>
/// </remarks>
/// <example>
/// <para>List all connections.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection
/// </code>
/// </example>
/// <example>
/// <para>Find the connections that need attention.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicConnection | Where-Object Status -NE healthy | Format-Table Name, Status, StatusError
/// </code>
/// </example>
/// <example>
/// <para>Read one setting of a connection.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicConnection 'Orders database').Configuration.hostname
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionTypeCommand"/>
/// <seealso cref="GetPolytomicBulkSourceCommand"/>
/// <seealso cref="GetPolytomicBulkDestinationCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicConnection", DefaultParameterSetName = ListSet,
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetPolytomicConnectionCommand : SessionCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Names of connections, with wildcards. A name without wildcards that no connection has is an error.</summary>
    [Parameter(Position = 0, ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "-Name takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => ParameterSetName == IdSet
        ? SendAsync(Id, id => Client.Connections.GetAsync(id, cancel), WriteAsync)
        : ForEachNamedAsync(Client.Connections.ListAsync(cancel), connection => connection.Name, Name, "connection", Write, cancel);
}
