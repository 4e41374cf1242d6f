namespace PolytomicBulk.Commands;

/// <summary>Removes user-defined fields of a schema, and undoes changes to other fields.</summary>
/// <remarks>
/// <para>If a field comes from the source, only the changes to it are removed. A bulk sync that uses a removed field can fail the next time it runs.
/// The command asks for confirmation unless you specify -Force or -Confirm:$false.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each field (API operation connectionSchemas_deleteField).</para>
/// </notes>
/// <example>
/// <para>Define a field, and remove all user-defined fields of the schema.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $connection = Get-PolytomicConnection 'Orders database'
/// $orders = @{ ConnectionId = $connection.Id; Schema = 'public.orders' }
/// Set-PolytomicSchemaField @orders -Field region -Label Region -Type string
/// $schema = Get-PolytomicConnectionSchema -ConnectionId $connection.Id -Id public.orders
/// $schema.Fields | Where-Object UserManaged | Remove-PolytomicSchemaField -Force
/// </code>
/// </example>
/// <example>
/// <para>Add a field, and remove it.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $stripe = Get-PolytomicConnection Stripe
/// $field = @{ ConnectionId = $stripe.Id; Schema = 'events'; Field = 'amount' }
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
    /// <summary>Removes without asking for confirmation.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Task ProcessAsync(Guid connectionId, CancellationToken cancel)
    {
        if (!MayProcess(TargetOf(connectionId), "Remove the user-defined field or changes", Field)) return Task.CompletedTask;
        return SendAsync([Field], field => Client.ConnectionSchemas.DeleteFieldAsync(connectionId, Schema, field, cancel));
    }
}
