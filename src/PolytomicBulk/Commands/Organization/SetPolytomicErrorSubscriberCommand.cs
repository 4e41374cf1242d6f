namespace PolytomicBulk.Commands;

/// <summary>Changes the email addresses that are notified when a sync fails.</summary>
/// <remarks>
/// <para>-Add and -Remove change single addresses. -Email replaces the whole list, and -Email @() empties it. Case does not matter. If nothing differs,
/// the command writes nothing. -WhatIf shows the change.</para>
/// <para>If somebody changes the list at the same time, -Add and -Remove apply to the changed list. With -Email, you get an error unless you specify
/// -Force. The command checks that the service saved the list.</para>
/// </remarks>
/// <notes>
/// <para>Requests: 2 to read the list (API operation notifications_getGlobalErrorSubscribers) and 1 to write it
/// (notifications_setGlobalErrorSubscribers). If nothing differs, 1.</para>
/// </notes>
/// <example>
/// <para>Notify two more people.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Add sam@acme.example, oncall@acme.example -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Replace one address with another.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Add oncall@acme.example -Remove data-alerts@acme.example
/// </code>
/// </example>
/// <example>
/// <para>Replace the list with two addresses.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Email ana@acme.example, oncall@acme.example -Confirm:$false
/// </code>
/// </example>
/// <seealso cref="GetPolytomicErrorSubscriberCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicErrorSubscriber", SupportsShouldProcess = true, DefaultParameterSetName = ChangeSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicErrorSubscriber.md")]
[OutputType(typeof(ErrorSubscriber))]
public sealed class SetPolytomicErrorSubscriberCommand : SessionCommand
{
    private const string ChangeSet = "Change";
    private const string WholeSet = "Whole";

    /// <summary>Specifies addresses to add.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Add { get; set; } = [];

    /// <summary>Specifies addresses to remove.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubscriberCompleter))]
    public string[] Remove { get; set; } = [];

    /// <summary>Specifies the complete list of addresses. Use @() for an empty list.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WholeSet)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Email { get; set; } = [];

    /// <summary>Replaces the list without asking for confirmation, and even if somebody changed it at the same time.</summary>
    [Parameter(ParameterSetName = WholeSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the addresses after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        var given = Add.Concat(Remove).Concat(Email).ToArray();
        if (Array.Find(given, email => !Regex.IsMatch(email ?? "", @"^[^\s@]+@[^\s@]+\z")) is { } wrong)
            Refuse($"'{wrong}' is not an email address, such as ana@acme.example.", wrong);
        if (ParameterSetName == ChangeSet && given.Length == 0) Refuse("No change was specified. Specify -Add, -Remove or -Email.");
        if (Add.Intersect(Remove, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            Refuse($"'{both}' is in both -Add and -Remove. Omit it from one of them.", both);
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var before = await ReadAsync(cancel);
        var after = Change(before);
        if (IsSame(before, after))
        {
            Say("Nothing was written. The list already has these addresses.");
            Emit(before);
            return;
        }

        if (!MayProcess("the error subscribers of the organization", string.Join("; ", Differences(before, after)), item: null)) return;
        var now = await ReadAsync(cancel);
        if (!IsSame(before, now) && ParameterSetName == WholeSet && !Force)
        {
            Fail(ErrorRecords.Conflict(
                $"The list of error subscribers was changed since it was read: {string.Join("; ", Differences(before, now))}. Nothing was written. "
                    + "Run the command again, or use -Force to replace the list anyway.",
                target: null));
            return;
        }

        after = Change(now);
        var written = IsSame(now, after) ? now : [.. (await Client.ErrorSubscribers.SetAsync(after, cancel)).Emails ?? []];
        if (!IsSame(written, after))
        {
            Fail(ErrorRecords.Conflict(
                $"The service saved a different list of error subscribers: {string.Join("; ", Differences(after, written))}. "
                    + "To see it, run Get-PolytomicErrorSubscriber.",
                target: null));
        }

        Emit(written);
    }

    private async Task<List<string>> ReadAsync(CancellationToken cancel) => [.. (await Client.ErrorSubscribers.GetAsync(cancel)).Emails ?? []];

    private List<string> Change(List<string> list)
    {
        var wanted = ParameterSetName == WholeSet ? Email : list.Where(email => !Remove.Contains(email, StringComparer.OrdinalIgnoreCase)).Concat(Add);
        return [.. wanted.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsSame(List<string> one, List<string> other) => new HashSet<string>(one, StringComparer.OrdinalIgnoreCase).SetEquals(other);

    private static IEnumerable<string> Differences(List<string> before, List<string> after) =>
        after.Except(before, StringComparer.OrdinalIgnoreCase).Select(email => $"+ {email}")
            .Concat(before.Except(after, StringComparer.OrdinalIgnoreCase).Select(email => $"- {email}"));

    private void Emit(List<string> list)
    {
        if (!PassThru) return;
        foreach (var email in list) Write(new ErrorSubscriber { Email = email });
    }
}
