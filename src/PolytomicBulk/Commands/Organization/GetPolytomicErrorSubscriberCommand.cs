namespace PolytomicBulk.Commands;

/// <summary>Gets the email addresses that are notified when a sync fails.</summary>
/// <remarks>
/// <para>The list applies to all syncs of the organization. To change it, use Set-PolytomicErrorSubscriber.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 1 (API operation notifications_getGlobalErrorSubscribers).</para>
/// </notes>
/// <example>
/// <para>List the addresses.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicErrorSubscriber
/// </code>
/// </example>
/// <example>
/// <para>Check whether an address is in the list.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// (Get-PolytomicErrorSubscriber).Email -contains 'ana@acme.example'
/// </code>
/// </example>
/// <seealso cref="SetPolytomicErrorSubscriberCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicErrorSubscriber", HelpUri = HelpPages.Cmdlets + "Get-PolytomicErrorSubscriber.md")]
[OutputType(typeof(ErrorSubscriber))]
public sealed class GetPolytomicErrorSubscriberCommand : SessionCommand
{
    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var list = await Client.ErrorSubscribers.GetAsync(cancel);
        foreach (var email in list.Emails ?? []) Write(new ErrorSubscriber { Email = email });
    }
}
