using System.Management.Automation;

namespace PolytomicBulk.Commands;

/// <summary>Gets the addresses that the service writes to when any sync of the organization fails.</summary>
/// <remarks>
/// <para>It makes one request (API operation notifications_getGlobalErrorSubscribers).</para>
/// </remarks>
/// <example>
/// <para>List who is told.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicErrorSubscriber
/// </code>
/// </example>
/// <example>
/// <para>See whether somebody is told.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicErrorSubscriber).Email -contains 'ana@acme.example'
/// </code>
/// </example>
/// <seealso cref="SetPolytomicErrorSubscriberCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicErrorSubscriber",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicErrorSubscriber.md")]
[OutputType(typeof(ErrorSubscriber))]
public sealed class GetPolytomicErrorSubscriberCommand : SessionCommand
{
    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var list = await Client.ErrorSubscribers.GetAsync(cancel);
        foreach (var email in list.Emails ?? []) Write(new ErrorSubscriber { Email = email });
    }
}
