using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Activates a bulk sync, so that its schedules fire.</summary>
/// <remarks>
/// <para>One request for each sync (API operation bulkSync_activate). A sync that is active already stays so. It starts no run: the schedules do,
/// when their next time comes.</para>
/// </remarks>
/// <example>
/// <para>Let a paused sync run on its schedule again.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Enable-PolytomicBulkSync -Name 'Zendesk to Snowflake'
/// </code>
/// </example>
/// <example>
/// <para>Activate all that are paused, and see that they are.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicBulkSync -Paused | Enable-PolytomicBulkSync -PassThru
/// </code>
/// </example>
/// <seealso cref="DisablePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Enable, "PolytomicBulkSync", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Enable-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class EnablePolytomicBulkSyncCommand : ActivationCommand
{
    /// <inheritdoc/>
    private protected override bool Activates => true;

    /// <inheritdoc/>
    private protected override string Action => "Activate, so that its schedules fire";
}
