namespace PolytomicBulk.Commands;

/// <summary>Gets the user and the organization that the key belongs to.</summary>
/// <remarks>
/// <para>Use this command to check that the key is still valid.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 (API operation identity_get).</para>
/// </notes>
/// <example>
/// <para>Show the user that the key belongs to, with the role and the organization.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicIdentity
/// </code>
/// </example>
/// <example>
/// <para>Stop a script early if its key is no longer valid.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $identity = Get-PolytomicIdentity -ErrorAction Stop
/// "Connected as $identity"
/// </code>
/// </example>
/// <seealso cref="GetPolytomicSessionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicIdentity", HelpUri = HelpPages.Cmdlets + "Get-PolytomicIdentity.md")]
[OutputType(typeof(Identity))]
public sealed class GetPolytomicIdentityCommand : SessionCommand
{
    private protected override async Task EndAsync(CancellationToken cancel) => Write(await Client.Identity.GetAsync(cancel));
}
