namespace PolytomicBulk.Commands;

/// <summary>Deletes connections, and with -IncludeSyncs the bulk syncs that use them.</summary>
/// <remarks>
/// <para>You cannot undo this command. If bulk syncs use the connection, you get an error with their names. With -IncludeSyncs, the command shows their
/// names and asks for confirmation. It then deletes them one by one (API operation bulkSync_delete), and the connection last. If a bulk sync cannot be
/// deleted, you get an error and the connection is not deleted.</para>
/// <para>The command asks for confirmation before each connection unless you specify -Force or -Confirm:$false. -Force does not imply
/// -IncludeSyncs.</para>
/// </remarks>
/// <notes>
/// <para>If other kinds of syncs use the connection, the service refuses to delete it. This command never deletes them.</para>
/// <para>Requests: 1 for every 50 bulk syncs. For each connection, 1 to read it (connections_get), 1 to delete it (connections_delete), and with
/// -IncludeSyncs 1 for each bulk sync that uses it. -Name adds 1.</para>
/// </notes>
/// <example>
/// <para>Preview what would be deleted.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Remove-PolytomicConnection 'Archive bucket' -IncludeSyncs -WhatIf
/// </code>
/// </example>
/// <example>
/// <para>Delete a connection and the bulk syncs that use it, in an unattended script.</para>
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
    private IReadOnlyList<BulkSync>? _syncs;

    /// <summary>Specifies the full names of connections. Case does not matter. If no connection or several connections have a name, you get an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Specifies the ids of connections.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [Alias("ConnectionId")]
    [IdFrom("ConnectionId", "To use a name, specify -Name.")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>Also deletes the bulk syncs that use the connection.</summary>
    [Parameter]
    public SwitchParameter IncludeSyncs { get; set; }

    /// <summary>Deletes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancel)
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
        if (!MayProcess(what, users.Count == 0 ? "Delete" : $"Delete with the bulk syncs {names}, their schedules, schema settings and history", id)) return;
        foreach (var sync in users)
        {
            await Client.BulkSyncs.DeleteAsync(sync.Id!.Value, cancel);
            Say($"Deleted bulk sync '{sync.Name}' ({sync.Id}), which used {what}.");
            _syncs = [.. _syncs.Where(one => one.Id != sync.Id)];
        }

        await Client.Connections.DeleteAsync(id, cancel);
    }
}
