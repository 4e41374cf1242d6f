using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Pauses a bulk sync: it keeps its settings, and its schedules stop firing.</summary>
/// <remarks>
/// <para>One request for each sync (API operation bulkSync_activate). An execution that is running is cancelled.</para>
/// </remarks>
/// <example>
/// <para>Pause one sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Disable-PolytomicBulkSync -Name 'Stripe to BigQuery'
/// </code>
/// </example>
/// <example>
/// <para>Pause all that write to Snowflake before maintenance, and keep their ids to activate just these again.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $paused = Get-PolytomicBulkSync '*Snowflake' -Active | Disable-PolytomicBulkSync -PassThru
/// $paused | Enable-PolytomicBulkSync
/// </code>
/// </example>
/// <seealso cref="EnablePolytomicBulkSyncCommand"/>
/// <seealso cref="RemovePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Disable, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet)]
[OutputType(typeof(BulkSync))]
public sealed class DisablePolytomicBulkSyncCommand : ActivationCommand
{
    /// <inheritdoc/>
    private protected override bool Activates => false;

    /// <inheritdoc/>
    private protected override string Action => "Pause, cancelling a running execution";
}
