namespace PolytomicBulk.Sandbox;

/// <summary>The executions of a bulk sync before the sandbox started. For the same start time, they are always the same.</summary>
internal static class SandboxHistory
{
    /// <summary>The seconds for each schema, in addition to the time for its records.</summary>
    private const int EachTableTakes = 2;

    /// <summary>If a connection does not work, this number of executions has failed. The connection worked before them.</summary>
    private const int FailSince = 4;

    private const string Refused = "Some records were refused by the destination";

    private static readonly string[] Reasons =
    [
        "The source closed the connection",
        "The source did not answer within 300 seconds",
        "The destination was not available",
    ];

    /// <summary>The executions of a bulk sync, newest first. Each schedule has a limited number of them, and manual schedules have none.</summary>
    public static IEnumerable<SandboxExecution> Of(JsonObject sync, IReadOnlyList<JsonObject> schemas, SandboxSource source, string? fault,
        DateTimeOffset start)
    {
        var paused = !(bool)sync["active"]!;
        var until = paused && Time(sync, "updated_at") is var changed && changed < start ? changed : start;
        return SandboxSchedule.Of(sync)
            .SelectMany(schedule => Firings(schedule).Select(fired => (Schedule: schedule, At: fired)))
            .OrderByDescending(fired => fired.At)
            // The last execution of a paused bulk sync failed.
            .Select((fired, number) => Run(fired.Schedule, fired.At, number < FailSince ? fault : null, paused && number == 0 ? "failed" : null))
            // Executions that would still be running when the sandbox starts are omitted.
            .Where(run => run.IsOver(until));

        IEnumerable<DateTimeOffset> Firings(SandboxSchedule schedule) => schedule.Firings(until)
            .TakeWhile(fired => fired >= Time(sync, "created_at") && !(fired < schedule.CreatedAt))
            .Take(schedule.Frequency switch { "continuous" => 192, "hourly" => 72, "weekly" => 12, "daily" => 60, _ => 24 });

        SandboxExecution Run(SandboxSchedule schedule, DateTimeOffset fired, string? wrong, string? outcome) =>
            Execution(schedule, fired, schemas, source, wrong, outcome, new Dice($"{sync["id"]} {schedule.Id} {fired.UtcTicks}"));
    }

    /// <summary>A schema that fails in an execution, for one of the possible reasons.</summary>
    public static SandboxTableRun Fail(SandboxTableRun table, int reason) =>
        table with { Records = table.Records / 3, Errors = 1, Outcome = "failed", Message = Reasons[reason % Reasons.Length] };

    /// <summary>The message of an execution: the first message of its schemas.</summary>
    public static string? Message(IEnumerable<SandboxTableRun> tables) =>
        tables.FirstOrDefault(table => table.Message is not null) is { } table ? $"{table.Name}: {table.Message}" : null;

    /// <summary>An id that depends only on the text, for objects that are created again for each answer.</summary>
    public static string IdOf(string text) => new Dice(text).RollId().ToString();

    private static SandboxExecution Execution(
        SandboxSchedule schedule, DateTimeOffset fired, IReadOnlyList<JsonObject> schemas, SandboxSource source, string? fault, string? ending, Dice dice)
    {
        var id = dice.RollId();
        var (reason, unlucky, chance) = (Reasons[dice.Roll(Reasons.Length)], dice.Roll(Math.Max(1, schemas.Count)), dice.Roll(40));
        var outcome = fault is not null ? "failed" : ending ?? chance switch
        {
            0 or 1 => "failed",
            2 => "errors",
            3 => "interrupted",
            4 => "canceled",
            _ => "completed",
        };
        var days = (fired - (schedule.Last(fired.AddTicks(-1)) ?? fired.AddDays(-1))).TotalDays;
        var tables = schemas.Select((schema, index) =>
        {
            var (name, output) = ((string)schema["id"]!, (string)schema["output_name"]!);
            var records = (long)(source.RecordsPerDay(name) * days * (70 + dice.Roll(61)) / 100);
            var warnings = source.Warnings(name) is > 0 and var least ? least + dice.Roll(5) : dice.Roll(25) == 0 ? 1 + dice.Roll(5) : 0;
            var seconds = EachTableTakes + (records / source.RecordsPerSecond);
            return (outcome, index == unlucky) switch
            {
                _ when fault is not null => new SandboxTableRun(name, output, seconds, 0, 0, 1, "failed", fault),
                ("failed", true) => new SandboxTableRun(name, output, seconds, records / 3, warnings, 1, "failed", reason),
                ("errors", true) => new SandboxTableRun(name, output, seconds, records, warnings, 1 + dice.Roll(8), "completed", Refused),
                ("interrupted", true) => new SandboxTableRun(name, output, seconds, records / 2, warnings, 0, "interrupted", "The worker was restarted"),
                _ => new SandboxTableRun(name, output, seconds, records, warnings),
            };
        }).ToArray();

        // If a connection does not work, no schema takes time for records.
        var length = TimeSpan.FromSeconds(fault is null ? 10 + dice.Roll(10) + Math.Round(tables.Sum(table => table.Seconds)) : 5 + dice.Roll(10));
        var execution = new SandboxExecution
        {
            Id = id,
            CreatedAt = fired,
            Length = length,
            Tables = tables,
            Type = "scheduled",
            Outcome = outcome,
            Message = fault ?? Message(tables),
            ResyncMode = schedule.ResyncMode,
        };
        if (outcome == "canceled") execution.Cancel(fired + TimeSpan.FromTicks(length.Ticks / 2));
        return execution;
    }

    private static DateTimeOffset Time(JsonObject sync, string property) => DateTimeOffset.Parse((string)sync[property]!, CultureInfo.InvariantCulture);

    /// <summary>Random numbers that are the same for the same seed on every platform.</summary>
    private sealed class Dice(string seed)
    {
        private ulong _state = seed.Aggregate(14695981039346656037, (hash, letter) => unchecked((hash ^ letter) * 1099511628211));

        public int Roll(int sides) => (int)(Next() % (ulong)sides);

        public Guid RollId()
        {
            var bytes = BitConverter.GetBytes(Next()).Concat(BitConverter.GetBytes(Next())).ToArray();
            (bytes[7], bytes[8]) = ((byte)((bytes[7] & 0x0f) | 0x40), (byte)((bytes[8] & 0x3f) | 0x80));
            return new Guid(bytes);
        }

        // splitmix64
        private ulong Next()
        {
            unchecked
            {
                var mixed = _state += 0x9e3779b97f4a7c15;
                mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
                return mixed ^ (mixed >> 31);
            }
        }
    }
}
