using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Removes a field that users defined from a connection's schema, or what they changed of one.</summary>
/// <remarks>
/// <para>API operation connectionSchemas_deleteField. It asks before it does so, unless -Force or -Confirm:$false is given.</para>
/// <para>A field that the source tells of cannot be removed, only what users changed of it. A sync that maps the field may fail at its next run.</para>
/// <para>It makes one request for each field.</para>
/// </remarks>
/// <example>
/// <para>Remove all fields of a schema that users defined.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// (Get-PolytomicConnectionSchema -ConnectionId $connection.Id -Id public.orders).Fields | Where-Object UserManaged | Remove-PolytomicSchemaField -Force
/// </code>
/// </example>
/// <example>
/// <para>Add a field, and remove it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $field = @{ ConnectionId = (Get-PolytomicConnection Stripe).Id; Schema = 'events'; Field = 'amount' }
/// Set-PolytomicSchemaField @field -Label Amount -Type number
/// Remove-PolytomicSchemaField @field -Force
/// </code>
/// </example>
/// <seealso cref="SetPolytomicSchemaFieldCommand"/>
/// <seealso cref="GetPolytomicConnectionSchemaCommand"/>
[Cmdlet(VerbsCommon.Remove, "PolytomicSchemaField", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Cmdlets + "Remove-PolytomicSchemaField.md")]
public sealed class RemovePolytomicSchemaFieldCommand : FieldOfSchemaCommand
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess(TargetOf(connectionId), "Remove what users defined", Force)) return Task.CompletedTask;
        return SendAsync([Field], field => Client.ConnectionSchemas.DeleteFieldAsync(connectionId, Schema, field, cancel));
    }
}
