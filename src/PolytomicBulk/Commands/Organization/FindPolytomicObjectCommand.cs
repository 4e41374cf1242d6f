using System.Management.Automation;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Finds out what an id from an alert, a log or an address belongs to.</summary>
/// <remarks>
/// <para>For each id it says the type and the name, what it belongs to, and the command that gets it (API operation entities_get; with a partner's session
/// entities_getForPartner, in every organization that the key reaches). The output can be piped to that command.</para>
/// <para>An id that belongs to nothing is an error for that id; the others still come.</para>
/// <para>Requests: 1 for each id, and 1 more for the name of a connection or policy, or of a bulk sync that the session has not read yet. With a
/// partner's session the second one is for the name of the organization.</para>
/// </remarks>
/// <example>
/// <para>See what an id is.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Find-PolytomicObject abd304c5-6186-5ccb-83f2-899cc06257be
/// </code>
/// </example>
/// <example>
/// <para>Get the bulk sync that the id belongs to.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Find-PolytomicObject abd304c5-6186-5ccb-83f2-899cc06257be | Get-PolytomicBulkSync
/// </code>
/// </example>
/// <seealso cref="GetPolytomicEventCommand"/>
/// <seealso cref="GetPolytomicBulkSyncCommand"/>
[Cmdlet(VerbsCommon.Find, "PolytomicObject",
    HelpUri = HelpPages.Cmdlets + "Find-PolytomicObject.md")]
[OutputType(typeof(PolytomicEntity))]
public sealed class FindPolytomicObjectCommand : SessionCommand
{
    /// <summary>Ids of anything.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool TakesPartner => true;

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel) => SendAsync(Id, id => FindAsync(id, cancel), WriteAsync);

    private async Task<PolytomicEntity> FindAsync(Guid id, CancellationToken cancel)
    {
        var entity = await Client.Entities.FindAsync(id, IsPartner, cancel);
        var command = entity.Kind switch
        {
            EntityKind.BulkSync => $"Get-PolytomicBulkSync -Id {entity.Id}",
            EntityKind.Execution => $"Get-PolytomicBulkSyncExecution -SyncId {entity.SyncId} -Id {entity.Id}",
            EntityKind.Schedule => $"Get-PolytomicBulkSyncSchedule -SyncId {entity.SyncId} -Id {entity.Id}",
            EntityKind.Connection => $"Get-PolytomicConnection -Id {entity.Id}",
            EntityKind.Policy => $"Get-PolytomicPolicy -Id {entity.Id}",
            EntityKind.Organization => $"Get-PolytomicOrganization -Id {entity.Id}",
            _ => null,
        };
        // A partner's key reads it in its organization alone.
        entity.Command = command is not null && IsPartner && entity.Kind != EntityKind.Organization
            ? $"Connect-Polytomic -OrganizationId {entity.OrganizationId} -PartnerKey $key; {command}"
            : command;
        return entity;
    }
}
