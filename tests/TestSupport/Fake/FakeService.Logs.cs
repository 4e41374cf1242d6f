using System.Globalization;
using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>The console log, log files, their export, and the storage host of signed addresses.</content>
public sealed partial class FakeService
{
    /// <summary>The host of signed addresses. It accepts no key.</summary>
    public const string StorageHost = "storage.fake.example";

    private readonly Dictionary<string, (DateTimeOffset Done, string Address)> _jobs = [];

    private Route[] LogRoutes() =>
    [
        new("GET", "/api/bulk/syncs/*/executions/*/consolelog", ResourceKind.Executions, call => Console(call, StoredExecution(call[0], call[1]), "the run")),
        new("GET", "/api/bulk/syncs/*/executions/*/schemas/*/consolelog", ResourceKind.Executions, call =>
        {
            var run = StoredExecution(call[0], call[1]);
            if (!run["schemas"]!.AsArray().Any(schema => (string?)schema == call[2])) throw NotFound("schema", call[2]);
            return Console(call, run, call[2]);
        }),
        new("GET", "/api/bulk/syncs/*/executions/*/logs", ResourceKind.Executions, call => FakeAnswer.Data(new JsonObject
        {
            ["URLs"] = List(StoredExecution(call[0], call[1])["schemas"]!.AsArray().Select(schema => (JsonNode)Signed($"{call[1]}/{schema}.log"))),
            ["Expires"] = Text(_clock.GetUtcNow().AddHours(1)),
        })),
        new("POST", "/api/bulk/syncs/*/executions/*/logs/export", ResourceKind.Executions, call =>
        {
            StoredExecution(call[0], call[1]);
            var address = Signed($"{call[1]}.zip");
            if (ExportsAtOnce) return FakeAnswer.Data(new JsonObject { ["url"] = address });
            var id = NewId();
            _jobs[id] = (_clock.GetUtcNow() + RunTime, address);
            return new(200, new JsonObject { ["job"] = new JsonObject { ["job_id"] = id, ["type"] = "exportlogs", ["status"] = "created" } }.ToJsonString());
        }),
        new("GET", "/api/jobs/exportlogs/*", ResourceKind.Other, call =>
        {
            if (!_jobs.TryGetValue(call[0], out var job)) throw NotFound("job", call[0]);
            var isDone = _clock.GetUtcNow() >= job.Done;
            var answer = new JsonObject { ["job_id"] = call[0], ["type"] = "exportlogs", ["status"] = isDone ? "done" : "running", ["error"] = null };
            if (isDone) answer["result"] = new JsonObject { ["url"] = job.Address };
            return FakeAnswer.Data(answer);
        }),
    ];

    private static string Signed(string path) => $"https://{StorageHost}/{path}?signature=s1";

    /// <summary>The entries of a log so far, but only the last 50.</summary>
    private FakeAnswer Console(FakeCall call, JsonObject run, string what)
    {
        var (start, end) = (Time(run["created_at"]), Time(run["ends_at"]));
        var entries = Enumerable.Range(0, (int)(LogEntries * Progress(run))).TakeLast(50).Select(number =>
        {
            var time = start + ((end - start) / Math.Max(1, LogEntries) * number);
            return new JsonObject
            {
                ["id"] = $"{time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}-{number}",
                ["level"] = "INFO",
                ["message"] = $"step {number + 1} of {what}",
                ["timestamp"] = Text(time),
                ["payload"] = null,
            };
        });
        if (call.Query("after") is { } after) entries = entries.SkipWhile(entry => !FakeRule.IsOf(entry, after)).Skip(1);
        var left = entries.ToList();
        var some = left.Take(call.Number("limit") ?? 50).ToList();
        return FakeAnswer.Data(new JsonObject { ["entries"] = List(some), ["next_cursor"] = some.Count < left.Count ? (string?)some[^1]["id"] : null });
    }

    /// <summary>A file of the storage host, or the rest of it.</summary>
    private FakeAnswer File(FakeRequest request)
    {
        if (request.Headers.ContainsKey("Authorization")) return new(400, "<Error>Only one auth mechanism allowed</Error>");
        if (request.Method != "GET" || request.Query != "?signature=s1") return new(403, "<Error>SignatureDoesNotMatch</Error>");
        if (!request.Headers.TryGetValue("Range", out var range)) return new(200, LogFile);
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= LogFile.Length ? new(416, "") : new(206, LogFile[from..]) { From = from };
    }
}
