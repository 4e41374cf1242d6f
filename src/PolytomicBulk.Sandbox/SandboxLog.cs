using System.IO.Compression;

namespace PolytomicBulk.Sandbox;

/// <summary>The logs of an execution up to a point in time. An entry never changes after it is written.</summary>
internal sealed class SandboxLog
{
    private readonly SandboxExecution _execution;
    private readonly Random _random;
    private readonly List<Line> _planned = [];
    private (long Time, long Place) _lastId;
    private readonly List<(string? Schema, JsonObject Entry)> _entries;

    public SandboxLog(JsonObject sync, SandboxExecution execution, DateTimeOffset now)
    {
        (_execution, SyncId) = (execution, (string)sync["id"]!);
        _random = new Random(BitConverter.ToInt32(ExecutionId.ToByteArray(), 0));
        Plan((string?)sync["name"]);
        _entries = [.. _planned.Where(line => line.At <= now).OrderBy(line => line.At).Select(line => (line.Schema, line.ToJson(NextId(line.At))))];
    }

    public Guid ExecutionId => _execution.Id;

    public string SyncId { get; }

    public IReadOnlyList<JsonObject> Entries => _entries.ConvertAll(line => line.Entry.DeepClone().AsObject());

    /// <summary>One file for each schema that has entries.</summary>
    public IEnumerable<string> FileNames => Schemas.Where(schema => _entries.Exists(line => line.Schema == schema)).Select(schema => $"{schema}.ndjson");

    public string ArchiveName => $"logs-{ExecutionId:N}.zip";

    private IEnumerable<string> Schemas => _execution.Tables.Select(table => table.Name);

    public IReadOnlyList<JsonObject> EntriesOf(string schema) => Schemas.Contains(schema)
        ? _entries.FindAll(line => line.Schema == schema).ConvertAll(line => line.Entry.DeepClone().AsObject())
        : throw SandboxError.NotFound("schema");

    /// <summary>The bytes of a file, or null if there is no file with this name.</summary>
    public byte[]? File(string name)
    {
        if (name == ArchiveName) return Archive();
        return FileNames.Contains(name)
            ? Encoding.UTF8.GetBytes(string.Concat(EntriesOf(name[..^".ndjson".Length]).Select(entry => entry.ToJsonString() + "\n"))) : null;
    }

    /// <summary>Reads the id of an entry: the time in milliseconds, and the position among the entries of that time.</summary>
    public static bool TryReadId(string text, out (long Time, long Place) id)
    {
        id = default;
        return text.Split('-') is [var time, var place]
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out id.Time)
            && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out id.Place);
    }

    private string NextId(DateTimeOffset at)
    {
        var time = at.ToUnixTimeMilliseconds();
        _lastId = (time, time == _lastId.Time ? _lastId.Place + 1 : 0);
        return $"{_lastId.Time.ToString(CultureInfo.InvariantCulture)}-{_lastId.Place.ToString(CultureInfo.InvariantCulture)}";
    }

    private byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in FileNames)
            {
                var item = zip.CreateEntry(name);
                item.LastWriteTime = _execution.CreatedAt;
                using var content = item.Open();
                var file = File(name)!;
                content.Write(file, 0, file.Length);
            }
        }

        return bytes.ToArray();
    }

    private void Plan(string? name)
    {
        if (_execution.Begins) Say(_execution.StartsAt, null, "info", $"Execution of '{name}' started", []);
        foreach (var table in _execution.Plans) Plan(table);
        var outcome = _execution.Status(_execution.EndsAt);
        var why = outcome == _execution.Outcome && _execution.Message is { } message ? $": {message}" : "";
        Say(_execution.EndsAt, null, Level(outcome), $"Execution {outcome}{why}", []);
    }

    private void Plan(SandboxTablePlan plan)
    {
        // Always draws the random value, so that canceling does not change earlier entries.
        var (table, pages) = (plan.Table, _random.Next(6, 10));
        var page = (plan.To - plan.From).Ticks / (pages + 1);
        if (!plan.HasBegun(plan.From))
        {
            Say(plan.End, table.Name, "warn", $"{table.Name}: canceled before it began", []);
            return;
        }

        Say(plan.From, table.Name, "info", $"{table.Name}: reading from the source", []);
        // A schema that fails before its first record has no pages.
        for (var number = 1; number <= pages && (table.Records > 0 || table.Outcome != "failed"); number++)
        {
            var at = plan.From.AddTicks(page * number);
            if (at > plan.WorksUntil) break;
            Say(at, table.Name, "info", $"{table.Name}: read page {number} of {pages}", new() { ["page"] = number, ["records"] = plan.Records(at) });
            if (number == 2 && table.Warnings > 0)
                Say(at, table.Name, "warn", $"{table.Name}: a value was too long and was cut", new() { ["field"] = "Description", ["count"] = table.Warnings });
        }

        var records = plan.Records(plan.End);
        Say(plan.End, table.Name, plan.Outcome == "completed" && table.Errors > 0 ? "error" : Level(plan.Outcome), plan switch
        {
            { IsCanceled: true } => $"{table.Name}: canceled",
            { Table.Message: { } why } => $"{table.Name}: {why}",
            _ => $"{table.Name}: wrote {records.ToString(CultureInfo.InvariantCulture)} records to the destination",
        }, new() { ["records"] = records });
    }

    private static string Level(string outcome) => outcome switch { "failed" or "errors" => "error", "canceled" or "interrupted" => "warn", _ => "info" };

    private void Say(DateTimeOffset at, string? schema, string level, string message, JsonObject payload) =>
        _planned.Add(new(at, schema, level, message, payload));

    private sealed record Line(DateTimeOffset At, string? Schema, string Level, string Message, JsonObject Payload)
    {
        public JsonObject ToJson(string id)
        {
            if (Schema is not null) Payload["schema"] = Schema;
            return new()
            {
                ["id"] = id,
                ["timestamp"] = SandboxTime.Text(At),
                ["level"] = Level.ToUpperInvariant(),
                ["message"] = Message,
                ["payload"] = Payload.Count == 0 ? null : Payload,
            };
        }
    }
}
