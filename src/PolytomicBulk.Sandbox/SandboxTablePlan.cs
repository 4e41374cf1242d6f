namespace PolytomicBulk.Sandbox;

/// <summary>When an execution works at a table, unless that is cancelled before.</summary>
/// <param name="Table">What it will have done with the table.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it is done.</param>
/// <param name="CancelledAt">When somebody asked for an end of it.</param>
internal readonly record struct SandboxTablePlan(SandboxTableRun Table, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? CancelledAt)
{
    /// <summary>From being asked to stop to having stopped.</summary>
    public static readonly TimeSpan CancelTakes = TimeSpan.FromSeconds(6);

    public bool IsCancelled => CancelledAt < To;

    public DateTimeOffset End => IsCancelled ? CancelledAt!.Value + CancelTakes : To;

    /// <summary>Until when it works: what is being cancelled does no more.</summary>
    public DateTimeOffset WorksUntil => IsCancelled ? CancelledAt!.Value : To;

    public string Outcome => IsCancelled ? "canceled" : Table.Outcome;

    public bool HasBegun(DateTimeOffset now) => now >= From && !(CancelledAt < From);

    public long Records(DateTimeOffset now) => Share(Table.Records, now);

    public JsonObject ToJson(DateTimeOffset createdAt, DateTimeOffset now)
    {
        var isOver = now >= End;
        return new JsonObject
        {
            ["schema"] = Table.Name,
            ["output_name"] = Table.OutputName,
            ["status"] = isOver ? Outcome : !HasBegun(now) ? "scheduled" : CancelledAt <= now ? "running" : SandboxExecution.OnTheWay(now, To),
            ["created_at"] = SandboxTime.Text(createdAt),
            ["updated_at"] = SandboxTime.Text(now < End ? now : End),
            ["record_count"] = Records(now),
            ["warning_count"] = Share(Table.Warnings, now),
            ["error_count"] = isOver && !IsCancelled ? Table.Errors : 0,
            ["started_at"] = HasBegun(now) ? SandboxTime.Text(From) : null,
            ["completed_at"] = isOver ? SandboxTime.Text(End) : null,
            ["status_message"] = isOver && !IsCancelled ? Table.Message ?? "" : "",
        };
    }

    /// <summary>How much of a number there is so far.</summary>
    private long Share(long whole, DateTimeOffset now)
    {
        var worked = ((now < WorksUntil ? now : WorksUntil) - From).Ticks;
        return (long)(whole * Math.Max(0, Math.Min(1, worked / (double)(To - From).Ticks)));
    }
}
