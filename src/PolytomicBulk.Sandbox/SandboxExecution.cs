using System.Globalization;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>An execution: a plan from its beginning to its end, of which the clock tells how far it is.</summary>
internal sealed class SandboxExecution
{
    /// <summary>From being asked for to beginning.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(2);

    /// <summary>From being asked to stop to having stopped.</summary>
    private static readonly TimeSpan CancelTakes = TimeSpan.FromSeconds(6);

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

    private DateTimeOffset StartsAt => CreatedAt + Queue;

    private DateTimeOffset EndsAt => CancelledAt + CancelTakes ?? CreatedAt + Length;

    public bool IsOver(DateTimeOffset now) => now >= EndsAt;

    /// <summary>Asks it to stop, unless it is over or was asked before.</summary>
    public void Cancel(DateTimeOffset now)
    {
        if (!IsOver(now)) CancelledAt ??= now;
    }

    public string Status(DateTimeOffset now) => (IsOver(now), CancelledAt, now >= StartsAt) switch
    {
        (true, null, _) => Outcome,
        (true, _, _) => "canceled",
        (false, not null, _) => "canceling",
        (false, null, true) => "running",
        (false, null, false) => "created",
    };

    /// <summary>The time of the last change, by which the service orders executions that are over.</summary>
    public DateTimeOffset UpdatedAt(DateTimeOffset now) => Earlier(now, EndsAt);

    public JsonObject ToJson(DateTimeOffset now)
    {
        var tables = Tables.Select((_, index) => TableToJson(index, now)).ToArray();
        var json = new JsonObject
        {
            ["id"] = Id.ToString(),
            ["type"] = Type,
            ["status"] = Status(now),
            ["created_at"] = Text(CreatedAt),
            ["updated_at"] = Text(UpdatedAt(now)),
            ["record_count"] = Sum("record_count"),
            ["warning_count"] = Sum("warning_count"),
            ["error_count"] = Sum("error_count"),
            ["fetch_mode"] = FetchMode ?? (ResyncMode is null ? "incremental" : "full"),
            ["output_disposition"] = ResyncMode switch { "rebuild" => "rebuild", "resync" => "truncate", _ => "retain" },
            ["is_resync"] = ResyncMode is not null,
            ["is_partial"] = IsPartial,
            ["is_test"] = IsTest,
            ["schemas"] = new JsonArray([.. tables]),
        };
        if (HasBegun(StartsAt, now)) json["started_at"] = Text(StartsAt);
        if (IsOver(now)) json["completed_at"] = Text(EndsAt);
        if (IsOver(now) && CancelledAt is null && Message is not null) json["status_message"] = Message;
        return json;

        long Sum(string property) => tables.Sum(table => (long)table[property]!);
    }

    /// <summary>The tables one after the other, each beginning before the last has ended.</summary>
    private JsonObject TableToJson(int index, DateTimeOffset now)
    {
        var table = Tables[index];
        var work = (Length - Queue).Ticks;
        var from = StartsAt + TimeSpan.FromTicks(work * 3 * index / (4 * Tables.Count));
        var to = from + TimeSpan.FromTicks((work * 3 / (4 * Tables.Count)) + (work / 4));
        var isCancelled = CancelledAt < to;
        var end = isCancelled ? EndsAt : to;
        var isOver = now >= end;

        // What is being cancelled does no more work.
        var worked = Earlier(now, isCancelled ? CancelledAt!.Value : to) - from;
        var done = Math.Max(0, Math.Min(1, worked.Ticks / (double)(to - from).Ticks));

        var json = new JsonObject
        {
            ["schema"] = table.Name,
            ["output_name"] = table.Name.Split('.').Last().ToLowerInvariant(),
            ["status"] = (isOver, isCancelled, HasBegun(from, now)) switch
            {
                (true, true, _) => "canceled",
                (true, false, _) => table.Outcome,
                (false, _, true) => "running",
                (false, _, false) => "created",
            },
            ["created_at"] = Text(CreatedAt),
            ["updated_at"] = Text(Earlier(now, end)),
            ["record_count"] = (long)(table.Records * done),
            ["warning_count"] = (long)(table.Warnings * done),
            ["error_count"] = isOver && !isCancelled ? table.Errors : 0,
        };
        if (HasBegun(from, now)) json["started_at"] = Text(from);
        if (isOver) json["completed_at"] = Text(end);
        if (isOver && !isCancelled && table.Message is not null) json["status_message"] = table.Message;
        return json;
    }

    private bool HasBegun(DateTimeOffset planned, DateTimeOffset now) => now >= planned && !(CancelledAt < planned);

    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
