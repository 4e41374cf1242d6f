using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Asks the service who the session's key belongs to.</summary>
/// <remarks>
/// <para>One request (API operation identity_get), which also shows that the key is still valid.</para>
/// </remarks>
/// <example>
/// <para>See who the key belongs to, and the role in the organization.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicIdentity
/// </code>
/// </example>
/// <example>
/// <para>Stop a runbook early when its key is no longer valid.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// $identity = Get-PolytomicIdentity -ErrorAction Stop
/// </code>
/// </example>
/// <seealso cref="GetPolytomicSessionCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicIdentity",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicIdentity.md")]
[OutputType(typeof(Identity))]
public sealed class GetPolytomicIdentityCommand : SessionCommand
{
    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel) => Write(await Client.Identity.GetAsync(cancel));
}
