namespace PolytomicBulk.Commands;

/// <summary>Ends a session, and removes its key from memory.</summary>
/// <remarks>
/// <para>The key stays valid. To revoke it, use the settings of Polytomic. If there is no session, the command does nothing, so you can use it in a
/// finally block.</para>
/// </remarks>
/// <notes>
/// <para>Requests: none.</para>
/// </notes>
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
[Cmdlet(VerbsCommunications.Disconnect, "Polytomic", HelpUri = HelpPages.Cmdlets + "Disconnect-Polytomic.md")]
public sealed class DisconnectPolytomicCommand : PolytomicCommand
{
    /// <summary>Specifies the session to end. If you omit this parameter, the command ends the session of this runspace.</summary>
    /// <value>The session of this runspace</value>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancel)
    {
        var session = Session ?? RunspaceSession.Current;
        if (session is null) Say("There is no session to end.");
        session?.Disconnect();
        if (session == RunspaceSession.Current) RunspaceSession.Current = null;
        return Task.CompletedTask;
    }
}
