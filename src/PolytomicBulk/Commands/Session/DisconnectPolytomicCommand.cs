using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Ends a session: its key is wiped and its connections are closed.</summary>
/// <remarks>
/// <para>Nothing is asked of the service: the key itself stays valid there. To revoke it, use Polytomic's own settings.</para>
/// <para>Where there is no session, nothing happens: in a finally block it does not hide why connecting failed.</para>
/// <para>It makes no request.</para>
/// </remarks>
/// <example>
/// <para>End the session of this runspace.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Disconnect-Polytomic
/// </code>
/// </example>
/// <example>
/// <para>End one of several sessions.</para>
/// <code>
/// $session = Connect-Polytomic -Sandbox -PassThru
/// Disconnect-Polytomic -Session $session
/// </code>
/// </example>
/// <seealso cref="ConnectPolytomicCommand"/>
[Cmdlet(VerbsCommunications.Disconnect, "Polytomic",
    HelpUri = HelpPages.Cmdlets + "Disconnect-Polytomic.md")]
public sealed class DisconnectPolytomicCommand : PolytomicCommand
{
    /// <summary>The session to end.</summary>
    /// <value>The session of this runspace</value>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancel)
    {
        var session = Session ?? RunspaceSession.Current;
        if (session is null) Say("There is no session to end.");
        session?.Disconnect();
        if (session == RunspaceSession.Current) RunspaceSession.Current = null;
        return Task.CompletedTask;
    }
}
