using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Shows the session of this runspace: the organization, who is connected, and how.</summary>
/// <remarks>
/// <para>Asks nothing of the service, and never shows the key.</para>
/// <para>It makes no request.</para>
/// </remarks>
/// <example>
/// <para>See which organization the next command will reach.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicSession
/// </code>
/// </example>
/// <example>
/// <para>Hand the session to parallel runspaces, which do not see it by themselves. Windows PowerShell 5.1 has no -Parallel.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $session = Get-PolytomicSession
/// $folder = (Get-Module PolytomicBulk).ModuleBase
/// Get-PolytomicBulkSync | ForEach-Object -Parallel {
///     Import-Module "$using:folder/PolytomicBulk.psd1"
///     Get-PolytomicBulkSync -Id $_.Id -Session $using:session
/// }
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
/// <seealso cref="GetPolytomicIdentityCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicSession",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicSession.md")]
[OutputType(typeof(PolytomicSession))]
public sealed class GetPolytomicSessionCommand : PolytomicCommand
{
    /// <summary>The session to show.</summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancel)
    {
        if ((Session ?? RunspaceSession.Current) is { } session) Write(session);
        else Fail(ErrorRecords.NotConnected());
        return Task.CompletedTask;
    }
}
