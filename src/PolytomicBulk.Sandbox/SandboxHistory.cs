using System.Globalization;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

/// <summary>What a sync did before the sandbox began: the same every time, but for the clock.</summary>
internal static class SandboxHistory
{
    private static readonly string[] Reasons =
    [
        "The destination's warehouse is suspended",
        "The source did not answer within 300 seconds",
        "The destination refused to alter a column: permission denied",
    ];

    /// <summary>The executions of a sync, newest first.</summary>
    /// <param name="sync">The sync.</param>
    /// <param name="schemas">Its schemas at that time that were enabled.</param>
    /// <param name="start">When the sandbox began.</param>
    public static IEnumerable<SandboxExecution> Of(JsonObject sync, IReadOnlyList<JsonObject> schemas, DateTimeOffset start)
    {
        var schedule = new SandboxSchedule(sync);
        var paused = !(bool)sync["active"]! && !schedule.IsManual;
        var until = paused && Time(sync, "updated_at") is var changed && changed < start ? changed : start;
        var dice = new Dice((string)sync["id"]!);
        var count = schedule.Frequency switch { "continuous" => 192, "hourly" => 72, "weekly" => 12, "manual" => 4, _ => 30 };
        var fired = schedule.Last(until);
        for (var number = 0; number < count; number++, fired -= schedule.Interval)
        {
            if (fired < Time(sync, "created_at")) yield break;
            var execution = Execution(schemas, schedule, fired, number, paused, dice);
            // What would still be under way at the beginning has not yet fired.
            if (execution.IsOver(until)) yield return execution;
        }
    }

    private static SandboxExecution Execution(IReadOnlyList<JsonObject> schemas, SandboxSchedule schedule, DateTimeOffset fired, int number, bool paused, Dice dice)
    {
        var minutes = schedule.Frequency switch { "continuous" => 1, "hourly" => 4, _ => 12 };
        var length = TimeSpan.FromSeconds((minutes * 60) + dice.Roll(minutes * 60));
        var id = dice.RollId();
        var reason = Reasons[dice.Roll(Reasons.Length)];

        // A sync is paused for a reason.
        var outcome = paused && number == 0 ? "failed" : dice.Roll(40) switch { 0 or 1 => "failed", 2 => "errors", 3 => "interrupted", 4 => "canceled", _ => "completed" };
        var unlucky = dice.Roll(Math.Max(1, schemas.Count));
        var tables = schemas.Select((schema, index) =>
        {
            var (name, output) = ((string)schema["id"]!, (string)schema["output_name"]!);
            var records = dice.Roll(schedule.Frequency is "continuous" or "hourly" ? 400 : 20_000);
            var warnings = dice.Roll(25) == 0 ? 1 + dice.Roll(5) : 0;
            return (outcome, index == unlucky) switch
            {
                ("failed", true) => new SandboxTableRun(name, output, records / 3, warnings, 1, "failed", reason),
                ("errors", true) => new SandboxTableRun(name, output, records, warnings, 1 + dice.Roll(8), "completed", "Some records were refused by the destination"),
                ("interrupted", true) => new SandboxTableRun(name, output, records / 2, warnings, 0, "interrupted", "The worker was restarted"),
                _ => new SandboxTableRun(name, output, records, warnings),
            };
        }).ToArray();

        var execution = new SandboxExecution
        {
            Id = id,
            CreatedAt = fired,
            Length = length,
            Tables = tables,
            Type = schedule.IsManual ? "manual" : "scheduled",
            Outcome = outcome,
            Message = Array.Find(tables, table => table.Message is not null) is { } table ? $"{table.Name}: {table.Message}" : null,
        };
        if (outcome == "canceled") execution.Cancel(fired + TimeSpan.FromTicks(length.Ticks / 2));
        return execution;
    }

    private static DateTimeOffset Time(JsonObject sync, string property) => DateTimeOffset.Parse((string)sync[property]!, CultureInfo.InvariantCulture);

    /// <summary>Chance that falls the same way every time for the same sync, on every platform.</summary>
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
