namespace PolytomicBulk.Sandbox;

/// <summary>An execution: a plan from its beginning to its end, of which the clock tells how far it is.</summary>
internal sealed class SandboxExecution
{
    /// <summary>From being asked for to beginning.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, DateTimeOffset> _cancelledTables = [];

    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required TimeSpan Length { get; init; }

    public required IReadOnlyList<SandboxTableRun> Tables { get; init; }

    public required string Type { get; init; }

    public string Outcome { get; init; } = "completed";

    public string? Message { get; init; }

    public string? ResyncMode { get; init; }

    public string? FetchMode { get; init; }

    public bool IsTest { get; init; }

    public bool IsPartial { get; init; }

    public DateTimeOffset? CancelledAt { get; private set; }

    public DateTimeOffset StartsAt => CreatedAt + Queue;

    /// <summary>Whether it is not cancelled while it still waits to begin.</summary>
    public bool Begins => !(CancelledAt < StartsAt);

    public DateTimeOffset EndsAt => (CancelledAt + SandboxTablePlan.CancelTakes)
        ?? (_cancelledTables.Count == 0 ? CreatedAt + Length : Plans.Max(plan => plan.End));

    /// <summary>The tables one after the other, each as long as it has work, and beginning before the last has ended.</summary>
    public IEnumerable<SandboxTablePlan> Plans
    {
        get
        {
            var (work, all, before) = ((Length - Queue).Ticks, Tables.Sum(table => table.Seconds), 0.0);
            foreach (var table in Tables)
            {
                var from = StartsAt + Share(before);
                before += table.Seconds;
                var to = StartsAt + Share(before) + TimeSpan.FromTicks(work / 4);
                yield return new SandboxTablePlan(table, from, to, _cancelledTables.TryGetValue(table.Name, out var at) ? at : CancelledAt);
            }

            // Whole microseconds hide rounding errors of the sum.
            TimeSpan Share(double seconds) => TimeSpan.FromTicks((long)Math.Round(work * 0.75 * seconds / all / 10) * 10);
        }
    }

    public bool IsOver(DateTimeOffset now) => now >= EndsAt;

    /// <summary>Asks it to stop, unless it is over or was asked before.</summary>
    public void Cancel(DateTimeOffset now)
    {
        if (!IsOver(now)) CancelledAt ??= now;
    }

    /// <summary>Asks for an end of one table; the others go on. False where there is nothing of it to end.</summary>
    public bool Cancel(string table, DateTimeOffset now)
    {
        if (!Plans.Any(plan => plan.Table.Name == table && now < plan.End)) return false;
        if (CancelledAt is null && !_cancelledTables.ContainsKey(table)) _cancelledTables[table] = now;
        return true;
    }

    public string Status(DateTimeOffset now) => (IsOver(now), CancelledAt, now >= StartsAt) switch
    {
        (true, null, _) => _cancelledTables.Count > 0 && Plans.All(plan => plan.IsCancelled) ? "canceled" : Outcome,
        (true, _, _) => "canceled",
        (false, not null, _) => "canceling",
        (false, null, true) => OnTheWay(now, EndsAt),
        (false, null, false) => (now - CreatedAt).Ticks < Queue.Ticks / 2 ? "created" : "scheduled",
    };

    /// <summary>The state of what works: towards its end it writes to the destination.</summary>
    public static string OnTheWay(DateTimeOffset now, DateTimeOffset end) =>
        (end - now).TotalSeconds switch { > 4 => "running", > 2 => "exporting", _ => "processing" };

    /// <summary>The state of a table, as the list of states has it; null where this execution has none of it.</summary>
    public JsonObject? TableStatus(string table, DateTimeOffset now)
    {
        if (Tables.All(other => other.Name != table)) return null;
        var status = Plans.First(plan => plan.Table.Name == table).ToJson(CreatedAt, now);
        foreach (var property in new[] { "output_name", "created_at", "updated_at" }) status.Remove(property);
        status["execution_id"] = Id.ToString();
        return status;
    }

    /// <summary>The time of the last change, by which the service orders executions that are over.</summary>
    public DateTimeOffset UpdatedAt(DateTimeOffset now) => now < EndsAt ? now : EndsAt;

    public JsonObject ToJson(DateTimeOffset now)
    {
        var tables = Plans.Select(plan => plan.ToJson(CreatedAt, now)).ToArray();
        var json = new JsonObject
        {
            ["id"] = Id.ToString(),
            ["type"] = Type,
            ["status"] = Status(now),
            ["created_at"] = SandboxTime.Text(CreatedAt),
            ["updated_at"] = SandboxTime.Text(UpdatedAt(now)),
            ["record_count"] = Sum("record_count"),
            ["warning_count"] = Sum("warning_count"),
            ["error_count"] = Sum("error_count"),
            ["fetch_mode"] = FetchMode ?? "none",
            ["output_disposition"] = ResyncMode switch { "rebuild" => "rebuild", "resync" => "truncate", _ => "retain" },
            ["is_resync"] = ResyncMode is not null,
            ["is_partial"] = IsPartial,
            ["is_test"] = IsTest,
            ["schemas"] = tables.Length == 0 ? null : new JsonArray([.. tables]),
            ["started_at"] = now >= StartsAt && Begins ? SandboxTime.Text(StartsAt) : null,
            ["completed_at"] = IsOver(now) ? SandboxTime.Text(EndsAt) : null,
            ["status_message"] = IsOver(now) && CancelledAt is null ? Message ?? "" : "",
        };
        return json;

        long Sum(string property) => tables.Sum(table => (long)table[property]!);
    }
}
