using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Deletes a connection that no bulk sync uses, or with -IncludeSyncs its bulk syncs too.</summary>
/// <remarks>
/// <para>Where bulk syncs read or write the connection, it is refused, and the error names them. With -IncludeSyncs it asks with their names, deletes
/// those bulk syncs one by one (API operation bulkSync_delete), and then the connection. A bulk sync that cannot be deleted is an error, and the connection
/// stays. -Force only leaves out the question, and does not imply -IncludeSyncs.</para>
/// <para>Other syncs than bulk syncs may use it, too, which this module does not know. The service then refuses to delete the connection. What the
/// service itself can do with them, which is to delete them along, is never asked for.</para>
/// <para>Nothing brings a deleted connection back. It asks before each connection, unless -Force or -Confirm:$false says not to.</para>
/// <para>Requests: 1 for every 50 bulk syncs; for each connection 1 to read it (connections_get) and 1 to delete it (connections_delete); with
/// -IncludeSyncs 1 for each bulk sync that uses it. -Name adds 1 to look names up.</para>
/// </remarks>
/// <example>
/// <para>See what would be deleted.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Remove-PolytomicConnection 'Archive bucket' -IncludeSyncs -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Delete a connection and the bulk syncs that use it, in a script that nobody watches.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Remove-PolytomicConnection Zendesk -IncludeSyncs -Force
/// </code>
/// </example>
/// <seealso cref="GetPolytomicConnectionCommand"/>
/// <seealso cref="RemovePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Remove, "PolytomicConnection", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Remove-PolytomicConnection.md")]
public sealed class RemovePolytomicConnectionCommand : SessionCommand
{
    private const string IdSet = "Id";
    private const string NameSet = "Name";

    private IReadOnlyList<BulkSync>? _syncs;

    /// <summary>Names of connections, in full and in either case. It is an error if no connection or more than one has the name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "-Name takes the name of a connection.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Deletes the bulk syncs that use the connection, too.</summary>
    [Parameter]
    public SwitchParameter IncludeSyncs { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancel)
    {
        var ids = ParameterSetName == NameSet ? await new NamedConnections(Client, Fail).FindAllAsync(Name, cancel) : Id;
        await ForEachAsync(ids, RemoveAsync, cancel);
    }

    private async Task RemoveAsync(Guid id, CancellationToken cancel)
    {
        var connection = await Client.Connections.GetAsync(id, cancel);
        var what = $"connection '{connection.Name}' ({id})";
        _syncs ??= await Client.BulkSyncs.ListCertainAsync(cancel);
        var users = _syncs.Where(sync => sync.SourceConnectionId == id || sync.DestinationConnectionId == id).ToList();
        if (users.Count > 0 && !IncludeSyncs)
        {
            Fail(ErrorRecords.ConnectionInUse(what, users, id));
            return;
        }

        var names = string.Join(", ", users.Select(sync => $"'{sync.Name}' ({sync.Id})"));
        if (!MayProcess(what, users.Count == 0 ? "Delete" : $"Delete with the bulk syncs {names}, their schedules, schema settings and history", Force)) return;
        foreach (var sync in users)
        {
            await Client.BulkSyncs.DeleteAsync(sync.Id!.Value, cancel);
            Say($"Deleted bulk sync '{sync.Name}' ({sync.Id}), which used {what}.");
            _syncs = [.. _syncs.Where(one => one.Id != sync.Id)];
        }

        await Client.Connections.DeleteAsync(id, cancel);
    }
}
