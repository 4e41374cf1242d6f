using System.Management.Automation;
using System.Text.RegularExpressions;
using PolytomicBulk.Completion;

namespace PolytomicBulk.Commands;

/// <summary>Changes who is told when any sync of the organization fails.</summary>
/// <remarks>
/// <para>-Add and -Remove leave all other addresses as they are. -Email replaces the whole list; -Email @() tells nobody any more. Whether an address
/// has capital letters makes no difference.</para>
/// <para>The service takes the list as a whole (API operation notifications_setGlobalErrorSubscribers), so it is read first (API operation
/// notifications_getGlobalErrorSubscribers), and once more right before it is written. Where somebody has changed it in between, -Add and -Remove
/// change what is there then, and -Email is refused unless -Force. What the service answers must be the list that was written.</para>
/// <para>Where nothing differs nothing is written, and -Verbose says so. -WhatIf shows what would change, and only reads.</para>
/// <para>Requests: 2 to read the list, and 1 to write it where it differs; 1 where it does not.</para>
/// </remarks>
/// <example>
/// <para>Tell two more people.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Add sam@acme.example, oncall@acme.example -PassThru
/// </code>
/// </example>
/// <example>
/// <para>Replace one address by another.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Add oncall@acme.example -Remove data-alerts@acme.example
/// </code>
/// </example>
/// <example>
/// <para>Make the list just these two.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Set-PolytomicErrorSubscriber -Email ana@acme.example, oncall@acme.example -Confirm:$false
/// </code>
/// </example>
/// <seealso cref="GetPolytomicErrorSubscriberCommand"/>
[Cmdlet(VerbsCommon.Set, "PolytomicErrorSubscriber", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ChangeSet,
    HelpUri = HelpPages.Cmdlets + "Set-PolytomicErrorSubscriber.md")]
[OutputType(typeof(ErrorSubscriber))]
public sealed class SetPolytomicErrorSubscriberCommand : SessionCommand
{
    private const string ChangeSet = "Change";
    private const string WholeSet = "Whole";

    /// <summary>Addresses to be told as well.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Add { get; set; } = [];

    /// <summary>Addresses to be told no longer.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SubscriberCompleter))]
    public string[] Remove { get; set; } = [];

    /// <summary>The whole list of addresses. @() is the empty list.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WholeSet)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Email { get; set; } = [];

    /// <summary>Replaces the list though somebody has changed it since it was read.</summary>
    [Parameter(ParameterSetName = WholeSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the addresses as the service then has them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        var given = Add.Concat(Remove).Concat(Email).ToArray();
        if (Array.Find(given, email => !Regex.IsMatch(email ?? "", @"^[^\s@]+@[^\s@]+\z")) is { } wrong)
            ThrowTerminatingError(ErrorRecords.InvalidArgument($"'{wrong}' is not an e-mail address, such as ana@acme.example.", wrong));
        if (ParameterSetName == ChangeSet && given.Length == 0)
            ThrowTerminatingError(ErrorRecords.InvalidArgument("There is nothing to change. Specify -Add, -Remove or -Email."));
        if (Add.Intersect(Remove, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            ThrowTerminatingError(ErrorRecords.InvalidArgument($"'{both}' is both added and removed. Leave it out of -Add or of -Remove.", both));
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var before = await ReadAsync(cancel);
        var after = Change(before);
        if (IsSame(before, after))
        {
            Say("There is nothing to change: the error subscribers are these already.");
            Emit(before);
            return;
        }

        if (!MayProcess("the error subscribers of the organization", string.Join("; ", Differences(before, after)))) return;
        var now = await ReadAsync(cancel);
        if (!IsSame(before, now) && ParameterSetName == WholeSet && !Force)
        {
            Fail(ErrorRecords.Conflict(
                $"The list of error subscribers was changed since it was read: {string.Join("; ", Differences(before, now))}. Nothing was written. "
                    + "Run the command again, or add -Force to replace the list all the same."));
            return;
        }

        after = Change(now);
        var written = IsSame(now, after) ? now : [.. (await Client.ErrorSubscribers.SetAsync(after, cancel)).Emails ?? []];
        if (!IsSame(written, after))
        {
            Fail(ErrorRecords.Conflict(
                $"The service has another list of error subscribers than was written: {string.Join("; ", Differences(after, written))}. "
                    + "Get-PolytomicErrorSubscriber shows it."));
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
