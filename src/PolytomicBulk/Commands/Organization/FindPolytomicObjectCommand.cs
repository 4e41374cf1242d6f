namespace PolytomicBulk.Commands;

/// <summary>Finds what an id from an alert, a log or a URL belongs to.</summary>
/// <remarks>
/// <para>For each id, the output shows the type, the name, the parent, and the command that gets the object. You can pipe the output to that command. If
/// an id belongs to nothing, you get an error, and the others are still returned.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each id (API operation entities_get, or entities_getForPartner in a partner session, which searches all organizations of the
/// partner). The name can take 1 more.</para>
/// </notes>
/// <example>
/// <para>Show what an id belongs to.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Find-PolytomicObject abd304c5-6186-5ccb-83f2-899cc06257be
/// </code>
/// </example>
/// <example>
/// <para>Get the bulk sync that an id belongs to.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Find-PolytomicObject abd304c5-6186-5ccb-83f2-899cc06257be | Get-PolytomicBulkSync
/// </code>
/// </example>
/// <seealso cref="GetPolytomicEventCommand"/>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Find, "PolytomicObject", HelpUri = HelpPages.Cmdlets + "Find-PolytomicObject.md")]
[OutputType(typeof(PolytomicEntity))]
public sealed class FindPolytomicObjectCommand : SessionCommand
{
    /// <summary>Specifies ids of any kind. You can also pipe objects and rows with an Id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Guid[] Id { get; set; } = [];

    private protected override bool TakesPartner => true;

    private protected override Task ProcessAsync(CancellationToken cancel) => SendAsync(Id, id => FindAsync(id, cancel), WriteAsync);

    private async Task<PolytomicEntity> FindAsync(Guid id, CancellationToken cancel)
    {
        var entity = await Client.Entities.FindAsync(id, IsPartner, cancel);
        var command = entity.Kind switch
        {
            "BulkSync" => $"Get-PolytomicBulkSync -Id {entity.Id}",
            "Execution" => $"Get-PolytomicBulkSyncExecution -SyncId {entity.SyncId} -Id {entity.Id}",
            "Schedule" => $"Get-PolytomicBulkSyncSchedule -SyncId {entity.SyncId} -Id {entity.Id}",
            "Connection" => $"Get-PolytomicConnection -Id {entity.Id}",
            "Policy" => $"Get-PolytomicPolicy -Id {entity.Id}",
            "Organization" => $"Get-PolytomicOrganization -Id {entity.Id}",
            _ => null,
        };
        // A partner key needs the organization to read the object.
        entity.Command = command is not null && IsPartner && entity.Kind != "Organization"
            ? $"Connect-Polytomic -OrganizationId {entity.OrganizationId} -PartnerKey $key; {command}"
            : command;
        return entity;
    }
}
