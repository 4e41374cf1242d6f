using System.Text.Json.Nodes;

namespace PolytomicBulk.Sandbox;

public sealed partial class SandboxService
{
    private const int LargestExecutionPage = 100;

    private static readonly TimeSpan ExecutionTakes = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, List<SandboxExecution>> _executions = new(StringComparer.OrdinalIgnoreCase);

    // Before the routes of syncs, where "status" would be taken for an id.
    private IEnumerable<Route> ExecutionRoutes() =>
    [
        new("GET", "api/bulk/syncs/status", (request, _) => ListStatus(request)),
        new("GET", "api/bulk/syncs/{id}/status", (_, path) => GetStatus(FindSync(path["id"]))),
        new("POST", "api/bulk/syncs/{id}/cancel", (_, path) => CancelSync(FindSync(path["id"]))),
        new("GET", "api/bulk/syncs/{id}/executions", (request, path) => ListExecutions(request, FindSync(path["id"]))),
        new("POST", "api/bulk/syncs/{id}/executions", (request, path) => StartSync(request, FindSync(path["id"]))),
        new("GET", "api/bulk/syncs/{id}/executions/{exec_id}", (_, path) => SandboxAnswer.Data(FindExecution(path["id"], path["exec_id"]).ToJson(_clock.GetUtcNow()))),
        new("POST", "api/bulk/syncs/{id}/executions/{exec_id}/cancel", (_, path) => CancelExecution(FindExecution(path["id"], path["exec_id"]))),
    ];

    /// <summary>The executions of a sync, newest first. Its history is made when somebody first asks, or changes it.</summary>
    private List<SandboxExecution> ExecutionsOf(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        if (!_executions.TryGetValue(id, out var executions)) _executions[id] = executions = [.. SandboxHistory.Of(sync, [.. OfferedSchemas(sync).Where(IsEnabled)], _start)];
        return executions;
    }

    /// <summary>Makes the history of a sync before anything of the sync changes, so that it is the same whenever it is read.</summary>
    private void KeepHistory(string syncId)
    {
        if (LookUpSync(syncId) is { } sync) ExecutionsOf(sync);
    }

    private SandboxExecution FindExecution(string syncId, string id) =>
        ExecutionsOf(FindSync(syncId)).Find(execution => Guid.TryParse(id, out var wanted) && execution.Id == wanted)
        ?? throw new SandboxError(404, "not_found", "execution not found");

    private SandboxExecution? RunningExecution(JsonObject sync) => ExecutionsOf(sync).Find(execution => !execution.IsOver(_clock.GetUtcNow()));

    private Reply ListExecutions(SandboxRequest request, JsonObject sync)
    {
        var now = _clock.GetUtcNow();
        IEnumerable<SandboxExecution> executions = ExecutionsOf(sync);
        if (request.Parameter("only_terminal") == "true") executions = executions.Where(execution => execution.IsOver(now)).OrderByDescending(execution => execution.UpdatedAt(now));
        if (request.Parameter("ascending") == "true") executions = executions.Reverse();
        return Page(request, [.. executions.Select(execution => execution.ToJson(now))], LargestExecutionPage);
    }

    private Reply StartSync(SandboxRequest request, JsonObject sync)
    {
        var body = request.ReadBody();
        var (test, resyncMode, fetchMode) = ((bool?)body["test"] ?? false, (string?)body["resync_mode"], (string?)body["fetch_mode"]);
        if (resyncMode is not (null or "refetch" or "resync" or "rebuild")) throw new SandboxError(400, "bad_request", $"'{resyncMode}' is not a resync mode");
        if (fetchMode is not (null or "none" or "incremental" or "full")) throw new SandboxError(400, "bad_request", $"'{fetchMode}' is not a fetch mode");
        if (test && resyncMode is not null) throw new SandboxError(400, "bad_request", "test and resync_mode exclude each other");

        var enabled = SchemasOf(sync).FindAll(IsEnabled).ToDictionary(schema => (string)schema["id"]!);
        var wanted = body["schemas"]?.AsArray().Select(schema => (string)schema!).ToArray() ?? [];
        if (Array.Find(wanted, schema => !enabled.ContainsKey(schema)) is { } unknown) throw new SandboxError(400, "bad_request", $"the sync has no schema '{unknown}' that is enabled");
        if (RunningExecution(sync) is not null) throw new SandboxError(409, "conflict", "the sync is already running");

        var execution = new SandboxExecution
        {
            Id = Guid.NewGuid(),
            CreatedAt = _clock.GetUtcNow(),
            Length = ExecutionTakes,
            Tables = [.. enabled.Where(schema => wanted.Length == 0 || wanted.Contains(schema.Key))
                .Select((schema, index) => new SandboxTableRun(schema.Key, (string)schema.Value["output_name"]!, test ? 10 : 400 + (311 * index)))],
            Type = "manual",
            ResyncMode = resyncMode,
            FetchMode = fetchMode,
            IsTest = test,
            IsPartial = wanted.Length > 0,
        };
        ExecutionsOf(sync).Insert(0, execution);
        return SandboxAnswer.Data(execution.ToJson(_clock.GetUtcNow()));
    }

    private Reply CancelSync(JsonObject sync) => RunningExecution(sync) is { } execution
        ? CancelExecution(execution)
        : SandboxAnswer.Data(new JsonObject { ["message"] = "nothing is running" });

    private Reply CancelExecution(SandboxExecution execution)
    {
        var wasOver = execution.IsOver(_clock.GetUtcNow());
        execution.Cancel(_clock.GetUtcNow());
        return SandboxAnswer.Data(new JsonObject { ["message"] = wasOver ? "the execution is over" : "the execution is being canceled" });
    }

    private Reply GetStatus(JsonObject sync)
    {
        var now = _clock.GetUtcNow();
        var status = new JsonObject();
        if (RunningExecution(sync) is { } current) status["current_execution"] = current.ToJson(now);
        if (ExecutionsOf(sync).Find(execution => execution.IsOver(now)) is { } last) status["last_execution"] = last.ToJson(now);
        if (new SandboxSchedule(sync).Next(now) is { } next) status["next_execution_time"] = SandboxExecution.Text(next);
        if (sync["source_configuration"]?["replication_slot"] is not null) status["ingestion_status"] = Ingestion(now);
        return SandboxAnswer.Data(status);
    }

    /// <summary>A stream of changes that is read to half a minute ago.</summary>
    private JsonObject Ingestion(DateTimeOffset now)
    {
        var position = 0x16B3748 + (long)(now - _start).TotalSeconds;
        return new()
        {
            ["enabled"] = true,
            ["is_running"] = true,
            ["status"] = "ok",
            ["position"] = $"0/{position:X}",
            ["position_time"] = SandboxExecution.Text(now.AddSeconds(-30)),
            ["highwater_mark"] = $"0/{position + 30:X}",
            ["updated_at"] = SandboxExecution.Text(now),
        };
    }

    private Reply ListStatus(SandboxRequest request)
    {
        var syncs = (request.Parameter("all"), request.Parameter("active")) switch
        {
            ("true", _) => _state.Syncs,
            (_, "true") => _state.Syncs.Where(sync => (bool)sync["active"]!),
            _ => request.Parameters("sync_id").Select(FindSync),
        };
        var now = _clock.GetUtcNow();
        return SandboxAnswer.Data(new JsonArray([.. syncs.Select(sync => ShortStatus(sync, now))]));
    }

    private JsonObject ShortStatus(JsonObject sync, DateTimeOffset now)
    {
        var status = new JsonObject { ["sync_id"] = (string)sync["id"]! };
        if (new SandboxSchedule(sync).Next(now) is { } next) status["nextExecutionTime"] = SandboxExecution.Text(next);
        if (ExecutionsOf(sync) is not [var latest, ..]) return status;

        var execution = latest.ToJson(now);
        var schemas = execution["schemas"]!.AsArray();
        foreach (var schema in schemas)
        {
            foreach (var property in new[] { "output_name", "created_at", "updated_at" }) schema!.AsObject().Remove(property);
            schema!["execution_id"] = latest.Id.ToString();
        }

        (status["status"], status["schemas"]) = ((string)execution["status"]!, schemas.DeepClone());
        return status;
    }
}
