namespace PolytomicBulk.Commands;

/// <summary>Gets the session of this runspace: the organization, the user and the settings.</summary>
/// <remarks>
/// <para>The output never shows the key. It shows updates that were not finished.</para>
/// </remarks>
/// <notes>
/// <para>Requests: none.</para>
/// </notes>
/// <example>
/// <para>Show which organization the next command uses.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicSession
/// </code>
/// </example>
/// <example>
/// <para>Use the session in parallel runspaces, which do not share it automatically. Windows PowerShell 5.1 has no -Parallel.</para>
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
[Cmdlet(VerbsCommon.Get, "PolytomicSession", HelpUri = HelpPages.Cmdlets + "Get-PolytomicSession.md")]
[OutputType(typeof(PolytomicSession))]
public sealed class GetPolytomicSessionCommand : PolytomicCommand
{
    /// <summary>Specifies the session to show. If you omit this parameter, the command shows the session of this runspace.</summary>
    /// <value>The session of this runspace</value>
    [Parameter]
    [ValidateNotNull]
    [LiveSession]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public PolytomicSession? Session { get; set; }

    private protected override Task EndAsync(CancellationToken cancel)
    {
        if ((Session ?? RunspaceSession.Current) is { } session) Write(session);
        else Fail(ErrorRecords.NotConnected());
        return Task.CompletedTask;
    }
}
