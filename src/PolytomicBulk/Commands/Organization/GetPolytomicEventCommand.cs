namespace PolytomicBulk.Commands;

/// <summary>Gets the events of the last 48 hours, such as failed executions.</summary>
/// <remarks>
/// <para>An event shows that an execution began, completed, completed with errors, failed or was canceled. The newest events come first. The service
/// keeps events for 48 hours. You can pipe events to commands that read bulk syncs and executions. Commands that change bulk syncs do not accept
/// events.</para>
/// <para>SyncId, SyncName, ExecutionId, Error, TriggerSource and the connections have values if the type of event has them. Event contains all properties.
/// The output includes events of other kinds of syncs.</para>
/// </remarks>
/// <notes>
/// <para>If more than 100 events have exactly the same time, the service cannot list them all, and you get an error that shows the time. To continue,
/// specify one exact -Type, or an -Until just before that time.</para>
/// <para>Requests: 1 for every 100 events (API operation events_list). -Type adds 1 for the list of types (events_getTypes). The service filters by
/// one type. The module filters by several types.</para>
/// </notes>
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
[Cmdlet(VerbsCommon.Get, "PolytomicEvent", HelpUri = HelpPages.Cmdlets + "Get-PolytomicEvent.md")]
[OutputType(typeof(PolytomicEvent))]
public sealed class GetPolytomicEventCommand : SessionCommand
{
    private DateTime? _since;
    private DateTime? _until;

    /// <summary>
    /// Specifies types of events, such as bulk_sync.*. Wildcards are permitted. If a name without wildcards does not exist, you get an error.
    /// </summary>
    /// <value>All types</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    public string[]? Type { get; set; }

    /// <summary>
    /// Returns only events at or after this time. Specify a time or an age: a TimeSpan, or a whole number of minutes, hours, days or weeks such as 24h.
    /// </summary>
    /// <value>All events that the service has</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeOrAge? Since { get; set; }

    /// <summary>Returns only events before this time. Specify a time or an age, as for -Since.</summary>
    /// <value>Now</value>
    [Parameter]
    [TimeOrAge]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeOrAge? Until { get; set; }

    /// <summary>Specifies the largest number of events to return. The newest are returned.</summary>
    /// <value>All</value>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    private protected override async Task BeginAsync(CancellationToken cancel)
    {
        await base.BeginAsync(cancel);
        (_since, _until) = (Since?.On(Client.Clock), Until?.On(Client.Clock));
        if (_since >= _until) Refuse("-Since is not before -Until. Specify an earlier -Since or a later -Until.");
    }

    private protected override async Task EndAsync(CancellationToken cancel)
    {
        await base.EndAsync(cancel);
        var types = Type is null ? null : FindNames(await Client.Events.ListTypesAsync(cancel), Type, "type of event");
        if (types is { Count: 0 }) return;
        // The service filters by one type. With several requests, the order would be lost.
        var isOne = types is [_];
        var left = First ?? int.MaxValue;
        var events = Client.Events.ListAsync(isOne ? types![0] : null, _since, _until, types is null || isOne ? First : null, cancel);
        await foreach (var one in events.WithCancellation(cancel))
        {
            if (types is not null && !types.Contains(one.Type ?? "")) continue;
            Write(one);
            if (--left == 0) return;
        }
    }
}
