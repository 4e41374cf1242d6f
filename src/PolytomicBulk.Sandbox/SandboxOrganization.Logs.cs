namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private const int LogEntriesAreKept = 50;
    private const int MostExports = 100;

    private static readonly TimeSpan ExportTakes = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExportsAreKept = TimeSpan.FromHours(24);

    private readonly List<Export> _exports = [];

    private Dictionary<string, Func<SandboxCall, SandboxReply>> LogOperations => new()
    {
        ["executions_getConsoleLogs"] = call => LogPage(call, FindLog(call).Entries),
        ["executions_getSchemaConsoleLogs"] = call => LogPage(call, FindLog(call).EntriesOf(call["schema_id"])),
        ["executions_getLogs"] = call => ListLogFiles(call, FindLog(call)),
        ["executions_exportLogs"] = call => ExportLogs(call, FindLog(call)),
        ["jobs_get"] = GetExport,
    };

    /// <summary>A file of the storage host by bulk sync, execution and name, or null if there is none.</summary>
    public byte[]? FindFile(IReadOnlyList<string> path)
    {
        try
        {
            return path is [var sync, var execution, var name] ? FindLog(sync, execution).File(name) : null;
        }
        catch (SandboxError)
        {
            // The bulk sync was deleted, together with its logs.
            return null;
        }
    }

    private SandboxLog FindLog(SandboxCall call) => FindLog(call["sync_id"], call["execution_id"]);

    /// <summary>The log up to the current time.</summary>
    private SandboxLog FindLog(string syncId, string executionId) => new(FindSync(syncId), FindExecution(syncId, executionId), _clock.GetUtcNow());

    /// <summary>A page of the entries after the entry in the request. The service keeps only the last entries.</summary>
    private static SandboxReply LogPage(SandboxCall call, IReadOnlyList<JsonObject> entries)
    {
        var kept = entries.Skip(Math.Max(0, entries.Count - LogEntriesAreKept)).ToList();
        if (call.Parameter("after") is { Length: > 0 } after)
        {
            if (!SandboxLog.TryReadId(after, out var place)) throw SandboxError.Invalid("after", "must be the id of a log entry");
            kept.RemoveAll(entry => SandboxLog.TryReadId((string)entry["id"]!, out var other) && other.CompareTo(place) <= 0);
        }

        var page = kept.Take(call.Limit(LogEntriesAreKept)).ToArray();
        return SandboxReply.Data(new JsonObject
        {
            ["entries"] = page.Length == 0 ? null : new JsonArray(page),
            ["next_cursor"] = page.Length < kept.Count ? (string)page[^1]["id"]! : null,
        });
    }

    private SandboxReply ListLogFiles(SandboxCall call, SandboxLog log)
    {
        var urls = log.FileNames.Select(name => (JsonNode)_storage.SignedUrl(call.Request, log, name)).ToArray();
        return SandboxReply.Data(new JsonObject
        {
            ["Expires"] = SandboxTime.Text(_clock.GetUtcNow() + SandboxStorage.LinksLast), ["URLs"] = urls.Length == 0 ? null : new JsonArray(urls),
        });
    }

    private SandboxReply ExportLogs(SandboxCall call, SandboxLog log)
    {
        var now = _clock.GetUtcNow();
        if (_exports.Exists(export => export.ExecutionId == log.ExecutionId && export.IsDone(now)))
        {
            return SandboxReply.Data(new JsonObject { ["url"] = _storage.SignedUrl(call.Request, log, log.ArchiveName) });
        }

        _exports.RemoveAll(export => now - export.Begun >= ExportsAreKept);
        if (_exports.Count >= MostExports) _exports.RemoveAt(0);
        var begun = new Export(_ids.Next(), log.SyncId, log.ExecutionId, now);
        _exports.Add(begun);
        return new(200, new JsonObject
        {
            ["job"] = new JsonObject { ["job_id"] = begun.Id.ToString(), ["type"] = "exportlogs", ["status"] = "created", ["error"] = null, ["result"] = null },
        });
    }

    private SandboxReply GetExport(SandboxCall call)
    {
        var now = _clock.GetUtcNow();
        var export = call["type"] == "exportlogs" && Guid.TryParse(call["id"], out var id) ? _exports.Find(export => export.Id == id) : null;
        if (export is null) throw SandboxError.NotFound("job");
        var status = export.IsDone(now) ? "done" : "running";
        var job = new JsonObject { ["job_id"] = export.Id.ToString(), ["type"] = "exportlogs", ["status"] = status, ["error"] = null, ["result"] = null };
        if (!export.IsDone(now)) return SandboxReply.Data(job);

        if (LookUpSync(export.SyncId) is { } sync && ExecutionsOf(sync).Find(execution => execution.Id == export.ExecutionId) is { } execution)
        {
            var log = new SandboxLog(sync, execution, now);
            job["result"] = new JsonObject { ["url"] = _storage.SignedUrl(call.Request, log, log.ArchiveName) };
        }
        else
        {
            (job["status"], job["error"]) = ("failed", "the execution is gone");
        }

        return SandboxReply.Data(job);
    }

    private sealed record Export(Guid Id, string SyncId, Guid ExecutionId, DateTimeOffset Begun)
    {
        public bool IsDone(DateTimeOffset now) => now - Begun >= ExportTakes;
    }
}
