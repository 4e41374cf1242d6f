using System.Management.Automation;
using PolytomicBulk.Completion;
using PolytomicBulk.Input;

namespace PolytomicBulk.Commands;

/// <summary>Gets what happened in the organization in the last 48 hours, the newest first.</summary>
/// <remarks>
/// <para>An event tells that an execution of a bulk sync began, completed, completed with errors, failed or was canceled (API operation events_list). The
/// service keeps events for 48 hours, also where -Since is earlier.</para>
/// <para>SyncId, SyncName, ExecutionId, Error, TriggerSource and the connections are read from the event, as far as its type has them; Event holds all
/// that the service says. Events of other syncs come too, and have other properties in Event.</para>
/// <para>An event can be piped to the commands that read its bulk sync and its execution. Commands that change a bulk sync refuse events.</para>
/// <para>The service lists events by their times. More than 100 events of one instant cannot be listed: that is an error that names the instant. One
/// exact -Type, or a time just before that instant for -Until, leads past it.</para>
/// <para>Requests: 1 for every 100 events, and with -Type 1 more for the types that there are (API operation events_getTypes). With one type the
/// service selects the events; with several, or with wildcards that fit several, this command does.</para>
/// </remarks>
/// <example>
/// <para>Show what failed since yesterday, and why.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicEvent -Type bulk_sync.failed -Since 24h | Format-Table CreatedAt, SyncName, Error
/// </code>
/// </example>
/// <example>
/// <para>Get the executions that failed.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicEvent -Type bulk_sync.failed | Get-PolytomicBulkSyncExecution
/// </code>
/// </example>
/// <example>
/// <para>Count the events of each type.</para>
/// <code>
/// Connect-Polytomic -Sandbox
/// Get-PolytomicEvent -Type bulk_sync.* | Group-Object Type -NoElement
/// </code>
/// </example>
/// <seealso cref="GetPolytomicBulkSyncExecutionCommand"/>
/// <seealso cref="FindPolytomicObjectCommand"/>
[Cmdlet(VerbsCommon.Get, "PolytomicEvent",
    HelpUri = HelpPages.Cmdlets + "Get-PolytomicEvent.md")]
[OutputType(typeof(PolytomicEvent))]
public sealed class GetPolytomicEventCommand : SessionCommand
{
    /// <summary>Types of event, with wildcards, such as bulk_sync.*. A name without wildcards that no type has is an error.</summary>
    /// <value>All types</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>The time of the oldest event, or an age: a whole number and m, h, d or w for minutes, hours, days or weeks, such as 24h.</summary>
    /// <value>As old as the service has</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>A time or an age as for -Since; only events before it come.</summary>
    /// <value>Now</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Until { get; set; }

    /// <summary>How many events are wanted, the newest ones.</summary>
    /// <value>All</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancel)
    {
        if (Since >= Until) ThrowTerminatingError(ErrorRecords.InvalidArgument("-Since is not before -Until, so that no event can be between them."));
        return base.BeginAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var types = Type is null ? null : FindNames(await Client.Events.ListTypesAsync(cancel), Type, "type of event");
        if (types is { Count: 0 }) return;
        // One type the service selects. Several would each come in an order of their own.
        var isOne = types is [_];
        var left = First ?? int.MaxValue;
        var events = Client.Events.ListAsync(isOne ? types![0] : null, Since, Until, types is null || isOne ? First : null, cancel);
        await foreach (var one in events.WithCancellation(cancel))
        {
            if (types is not null && !types.Contains(one.Type ?? "")) continue;
            Write(one);
            if (--left == 0) return;
        }
    }
}
