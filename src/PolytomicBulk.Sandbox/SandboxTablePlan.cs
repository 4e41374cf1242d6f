namespace PolytomicBulk.Sandbox;

/// <summary>The planned times of a schema in an execution, and when it was canceled.</summary>
internal readonly record struct SandboxTablePlan(SandboxTableRun Table, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? CanceledAt)
{
    /// <summary>From the request to cancel to the end.</summary>
    public static readonly TimeSpan CancelTakes = TimeSpan.FromSeconds(6);

    public bool IsCanceled => CanceledAt < To;

    public DateTimeOffset End => IsCanceled ? CanceledAt!.Value + CancelTakes : To;

    /// <summary>When the schema stops processing records. It stops at once when it is canceled.</summary>
    public DateTimeOffset WorksUntil => IsCanceled ? CanceledAt!.Value : To;

    public string Outcome => IsCanceled ? "canceled" : Table.Outcome;

    public bool HasBegun(DateTimeOffset now) => now >= From && !(CanceledAt < From);

    public long Records(DateTimeOffset now) => Share(Table.Records, now);

    public JsonObject ToJson(DateTimeOffset createdAt, DateTimeOffset now)
    {
        var isOver = now >= End;
        return new JsonObject
        {
            ["schema"] = Table.Name,
            ["output_name"] = Table.OutputName,
            ["status"] = isOver ? Outcome : !HasBegun(now) ? "scheduled" : CanceledAt <= now ? "running" : SandboxExecution.OnTheWay(now, To),
            ["created_at"] = SandboxTime.Text(createdAt),
            ["updated_at"] = SandboxTime.Text(now < End ? now : End),
            ["record_count"] = Records(now),
            ["warning_count"] = Share(Table.Warnings, now),
            ["error_count"] = isOver && !IsCanceled ? Table.Errors : 0,
            ["started_at"] = HasBegun(now) ? SandboxTime.Text(From) : null,
            ["completed_at"] = isOver ? SandboxTime.Text(End) : null,
            ["status_message"] = isOver && !IsCanceled ? Table.Message ?? "" : "",
        };
    }

    /// <summary>The part of a total that is complete.</summary>
    private long Share(long whole, DateTimeOffset now)
    {
        var worked = ((now < WorksUntil ? now : WorksUntil) - From).Ticks;
        return (long)(whole * Math.Max(0, Math.Min(1, worked / (double)(To - From).Ticks)));
    }
}
