using System.Globalization;
using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private const int LargestLogPage = 50;

    private static readonly TimeSpan ExportTakes = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LinksLast = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, (SandboxLog Log, DateTimeOffset Begun)> _exports = [];

    private IEnumerable<Route> LogRoutes() =>
    [
        new("GET", "api/bulk/syncs/{sync_id}/executions/{execution_id}/consolelog", (request, path) => LogPage(request, FindLog(path).Entries)),
        new("GET", "api/bulk/syncs/{sync_id}/executions/{execution_id}/schemas/{schema_id}/consolelog", (request, path) => LogPage(request, FindLog(path).EntriesOf(path["schema_id"]))),
        new("GET", "api/bulk/syncs/{sync_id}/executions/{execution_id}/logs", (request, path) => ListLogFiles(request, FindLog(path))),
        new("POST", "api/bulk/syncs/{sync_id}/executions/{execution_id}/logs/export", (request, path) => ExportLogs(request, FindLog(path))),
        new("GET", "api/jobs/exportlogs/{id}", (request, path) => GetExport(request, path["id"])),
    ];

    private SandboxLog FindLog(IReadOnlyDictionary<string, string> path) => FindLog(path["sync_id"], path["execution_id"]);

    /// <summary>The log as it is at this time.</summary>
    private SandboxLog FindLog(string syncId, string executionId) => new(FindSync(syncId), FindExecution(syncId, executionId), _clock.GetUtcNow());

    private static (int Status, JsonObject Body) LogPage(SandboxRequest request, IReadOnlyList<JsonObject> entries)
    {
        var start = request.Parameter("after") is { Length: > 0 } cursor ? ReadToken(cursor) : 0;
        var size = int.TryParse(request.Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? Math.Min(limit, LargestLogPage) : LargestLogPage;
        var page = new JsonObject { ["entries"] = new JsonArray([.. entries.Skip(start).Take(size)]) };
        if (start + size < entries.Count) page["next_cursor"] = WriteToken(start + size);
        return SandboxAnswer.Data(page);
    }

    private (int Status, JsonObject Body) ListLogFiles(SandboxRequest request, SandboxLog log) => SandboxAnswer.Data(new JsonObject
    {
        ["Expires"] = (_clock.GetUtcNow() + LinksLast).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["URLs"] = new JsonArray([.. log.FileNames.Select(name => JsonValue.Create(SignedUrl(request, log, name)))]),
    });

    private (int Status, JsonObject Body) ExportLogs(SandboxRequest request, SandboxLog log)
    {
        if (_exports.Values.Any(export => export.Log.ExecutionId == log.ExecutionId && IsDone(export.Begun)))
        {
            return SandboxAnswer.Data(new JsonObject { ["url"] = SignedUrl(request, log, log.ArchiveName) });
        }

        var id = Guid.NewGuid().ToString();
        _exports[id] = (log, _clock.GetUtcNow());
        return (200, new JsonObject { ["job"] = new JsonObject { ["job_id"] = id, ["type"] = "exportlogs", ["status"] = "created" } });
    }

    private (int Status, JsonObject Body) GetExport(SandboxRequest request, string id)
    {
        if (!_exports.TryGetValue(id, out var export)) throw new SandboxError(404, "not_found", "job not found");
        var job = new JsonObject { ["job_id"] = id, ["type"] = "exportlogs", ["status"] = IsDone(export.Begun) ? "done" : "running" };
        if (IsDone(export.Begun)) job["result"] = new JsonObject { ["url"] = SignedUrl(request, export.Log, export.Log.ArchiveName) };
        return SandboxAnswer.Data(job);
    }

    private bool IsDone(DateTimeOffset begun) => _clock.GetUtcNow() - begun >= ExportTakes;
}
