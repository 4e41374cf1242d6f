namespace PolytomicBulk.Sandbox;

/// <summary>An execution. All its times are planned when it is created, and the clock determines its progress.</summary>
internal sealed class SandboxExecution
{
    /// <summary>From the request to the start.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, DateTimeOffset> _canceledTables = [];

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

    public DateTimeOffset? CanceledAt { get; private set; }

    public DateTimeOffset StartsAt => CreatedAt + Queue;

    /// <summary>Whether the execution starts. It does not start if it is canceled in the queue.</summary>
    public bool Begins => !(CanceledAt < StartsAt);

    public DateTimeOffset EndsAt => (CanceledAt + SandboxTablePlan.CancelTakes)
        ?? (_canceledTables.Count == 0 ? CreatedAt + Length : Plans.Max(plan => plan.End));

    /// <summary>The schemas, one after the other. The duration of each depends on its amount of work, and each begins before the previous one ends.</summary>
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
                yield return new SandboxTablePlan(table, from, to, _canceledTables.TryGetValue(table.Name, out var at) ? at : CanceledAt);
            }

            // Whole microseconds hide rounding errors of the sum.
            TimeSpan Share(double seconds) => TimeSpan.FromTicks((long)Math.Round(work * 0.75 * seconds / all / 10) * 10);
        }
    }

    public bool IsOver(DateTimeOffset now) => now >= EndsAt;

    /// <summary>Cancels the execution, unless it has ended or is already being canceled.</summary>
    public void Cancel(DateTimeOffset now)
    {
        if (!IsOver(now)) CanceledAt ??= now;
    }

    /// <summary>Cancels one schema. The others continue. Returns false if there is nothing to cancel.</summary>
    public bool Cancel(string table, DateTimeOffset now)
    {
        if (!Plans.Any(plan => plan.Table.Name == table && now < plan.End)) return false;
        if (CanceledAt is null && !_canceledTables.ContainsKey(table)) _canceledTables[table] = now;
        return true;
    }

    public string Status(DateTimeOffset now) => (IsOver(now), CanceledAt, now >= StartsAt) switch
    {
        (true, null, _) => _canceledTables.Count > 0 && Plans.All(plan => plan.IsCanceled) ? "canceled" : Outcome,
        (true, _, _) => "canceled",
        (false, not null, _) => "canceling",
        (false, null, true) => OnTheWay(now, EndsAt),
        (false, null, false) => (now - CreatedAt).Ticks < Queue.Ticks / 2 ? "created" : "scheduled",
    };

    /// <summary>The status while the execution runs. Near its end, it writes to the destination.</summary>
    public static string OnTheWay(DateTimeOffset now, DateTimeOffset end) =>
        (end - now).TotalSeconds switch { > 4 => "running", > 2 => "exporting", _ => "processing" };

    /// <summary>The status of a schema in the list of statuses, or null if this execution does not include the schema.</summary>
    public JsonObject? TableStatus(string table, DateTimeOffset now)
    {
        if (Tables.All(other => other.Name != table)) return null;
        var status = Plans.First(plan => plan.Table.Name == table).ToJson(CreatedAt, now);
        foreach (var property in new[] { "output_name", "created_at", "updated_at" }) status.Remove(property);
        status["execution_id"] = Id.ToString();
        return status;
    }

    /// <summary>The time of the last change. The service sorts executions that have ended by it.</summary>
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
            ["status_message"] = IsOver(now) && CanceledAt is null ? Message ?? "" : "",
        };
        return json;

        long Sum(string property) => tables.Sum(table => (long)table[property]!);
    }
}
