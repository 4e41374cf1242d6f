namespace PolytomicBulk.Commands;

/// <summary>Resumes paused bulk syncs, so that their schedules run again.</summary>
/// <remarks>
/// <para>This command activates a bulk sync but does not start an execution. The next execution starts at the next scheduled time. To start one now,
/// use Start-PolytomicBulkSync. A bulk sync that is already active stays active, but the service updates its UpdatedAt.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 for each bulk sync (API operation bulkSync_activate).</para>
/// </notes>
/// <example>
/// <para>Resume one bulk sync.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Enable-PolytomicBulkSync -Name 'Zendesk to Snowflake'
/// </code>
/// </example>
/// <example>
/// <para>Pause the active bulk syncs that write to Snowflake. Later, resume the same ones, and leave all others paused.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $active = Get-PolytomicBulkSync -Active -Destination 'Snowflake*'
/// $active | Disable-PolytomicBulkSync -Force
/// $active | Enable-PolytomicBulkSync -PassThru
/// </code>
/// </example>
/// <seealso cref="DisablePolytomicBulkSyncCommand"/>
[Cmdlet(VerbsLifecycle.Enable, "PolytomicBulkSync", SupportsShouldProcess = true, DefaultParameterSetName = NameSet,
    HelpUri = HelpPages.Cmdlets + "Enable-PolytomicBulkSync.md")]
[OutputType(typeof(BulkSync))]
public sealed class EnablePolytomicBulkSyncCommand : ActivationCommand
{
    private protected override bool Activates => true;

    private protected override string Action => "Activate, so that its schedules run";
}
