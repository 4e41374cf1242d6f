using System.Text.Json.Nodes;

namespace TestSupport.Fake;

/// <content>Executions. Their progress depends only on the time.</content>
public sealed partial class FakeService
{
    private static readonly string[] States = ["created", "scheduled", "running", "exporting", "processing"];

    /// <summary>Starts an execution of a bulk sync, like its schedule. Returns the id of the execution.</summary>
    public string StartRun(string syncId)
    {
        lock (_gate)
        {
            Written(ResourceKind.Executions);
            return Start(syncId, []);
        }
    }

    private Route[] ExecutionRoutes() =>
    [
        new("GET", "/api/bulk/syncs/status", ResourceKind.Executions, call => FakeAnswer.Data(List(
            from sync in _state.Syncs.Values
            where call.Query("sync_id") is not { } id || call.Request.Query.Contains((string)sync["id"]!, StringComparison.Ordinal)
            where !call.Is("active") || (bool)sync["active"]!
            select StatusRow(sync)))),
        new("POST", "/api/bulk/syncs/*/executions", ResourceKind.Executions, call =>
            FakeAnswer.Data(SeenExecution(StoredExecution(call[0], Start(call[0], call.Body))))),
        new("GET", "/api/bulk/syncs/*/executions", ResourceKind.Executions, call =>
        {
            Stored(call[0]);
            var runs = _state.Executions[call[0]].OfType<JsonObject>().Select(SeenExecution).ToList();
            if (call.Is("only_terminal")) runs = [.. runs.Where(run => run["completed_at"] is not null).OrderByDescending(run => Time(run["updated_at"]))];
            else runs.Reverse();
            if (call.Is("ascending")) runs.Reverse();
            return Page(runs, call, Math.Min(100, PageSize * 2));
        }),
        new("GET", "/api/bulk/syncs/*/executions/*", ResourceKind.Executions, call => FakeAnswer.Data(SeenExecution(StoredExecution(call[0], call[1])))),
        new("GET", "/api/bulk/syncs/*/status", ResourceKind.Executions, call => FakeAnswer.Data(Status(Stored(call[0])))),
        new("POST", "/api/bulk/syncs/*/cancel", ResourceKind.Executions, call =>
        {
            Stored(call[0]);
            return FakeAnswer.Data(new JsonObject { ["message"] = Cancel(call[0]) ? "canceling" : "nothing to cancel" });
        }),
        new("POST", "/api/bulk/syncs/*/executions/*/cancel", ResourceKind.Executions, call =>
        {
            StoredExecution(call[0], call[1]);
            return FakeAnswer.Data(new JsonObject { ["message"] = Cancel(call[0], call[1]) ? "canceling" : "nothing to cancel" });
        }),
    ];

    private JsonObject StoredExecution(string syncId, string id)
    {
        Stored(syncId);
        return Find(_state.Executions[syncId], id) ?? throw NotFound("execution", id);
    }

    private string Start(string syncId, JsonObject body)
    {
        Stored(syncId);
        if (body.ContainsKey("resync")) throw new Refusal(400, "bad_request", "resync is not supported any more");
        if ((bool?)body["test"] == true && body["resync_mode"] is not null) throw new Refusal(400, "bad_request", "test and resync_mode exclude each other");
        if (Current(syncId) is not null) throw new Refusal(409, "conflict", "an execution is already running");
        var enabled = _state.Schemas[syncId].Where(schema => (bool)schema!["enabled"]!).Select(schema => (string)schema!["id"]!);
        var wanted = (body["schemas"] as JsonArray)?.Select(schema => (string)schema!).ToList();
        var id = NewId();
        _state.Executions[syncId].Add(new JsonObject
        {
            ["id"] = id,
            ["created_at"] = Stamp(),
            ["fetch_mode"] = (string?)body["fetch_mode"] ?? "none",
            ["output_disposition"] = (string?)body["resync_mode"] switch { "rebuild" => "rebuild", "resync" => "truncate", _ => "retain" },
            ["is_test"] = (bool?)body["test"] ?? false,
            ["is_resync"] = body["resync_mode"] is not null,
            ["is_partial"] = wanted is not null,
            ["schemas"] = new JsonArray([.. enabled.Where(schema => wanted?.Contains(schema) != false).Select(schema => (JsonNode)schema)]),
            ["ends_at"] = Text(_clock.GetUtcNow() + RunTime),
            ["result"] = RunResult,
        });
        return id;
    }

    /// <summary>Cancels the running execution, if it has the id. Returns whether there was an execution to cancel.</summary>
    private bool Cancel(string syncId, string? id = null)
    {
        if (Current(syncId) is not { } run || (id is not null && !FakeRule.IsOf(run, id)) || run.ContainsKey("canceled_at")) return false;
        run["canceled_at"] = Stamp();
        run["ends_at"] = Text(_clock.GetUtcNow() + CancelTime);
        run["result"] = "canceled";
        return true;
    }

    private JsonObject? Current(string syncId) =>
        _state.Executions[syncId].OfType<JsonObject>().LastOrDefault(run => Time(run["ends_at"]) > _clock.GetUtcNow());

    /// <summary>The progress of an execution, from 0 to 1.</summary>
    private double Progress(JsonObject run)
    {
        var (start, end, now) = (Time(run["created_at"]), Time(run["ends_at"]), _clock.GetUtcNow());
        return now >= end ? 1 : Math.Max(0, (now - start) / (end - start));
    }

    /// <summary>The execution in an answer.</summary>
    private JsonObject SeenExecution(JsonObject stored)
    {
        var progress = Progress(stored);
        var state = progress >= 1 ? (string)stored["result"]! : stored.ContainsKey("canceled_at") ? "canceling" : States[(int)(progress * States.Length)];
        var times = new JsonObject
        {
            ["started_at"] = state is "created" or "scheduled" ? null : (string?)stored["created_at"],
            ["completed_at"] = progress < 1 ? null : (string?)stored["ends_at"],
            ["status"] = state,
            ["status_message"] = state == "failed" ? "the destination refused the connection" : "",
            ["record_count"] = (int)(progress * 1000),
            ["error_count"] = state == "failed" ? 1 : 0,
            ["warning_count"] = 0,
            ["created_at"] = (string?)stored["created_at"],
            ["updated_at"] = Text(progress < 1 ? _clock.GetUtcNow() : Time(stored["ends_at"])),
        };
        var run = times.DeepClone().AsObject();
        foreach (var name in new[] { "id", "fetch_mode", "output_disposition", "is_test", "is_resync", "is_partial" }) run[name] = stored[name]!.DeepClone();
        run["schemas"] = List(stored["schemas"]!.AsArray().Select(schema =>
        {
            var row = times.DeepClone().AsObject();
            (row["schema"], row["output_name"]) = ((string)schema!, ((string)schema!).Split('.')[^1]);
            if (state is "canceling" or "errors") row["status"] = state == "errors" ? "failed" : "running";
            return row;
        }));
        return run;
    }

    private JsonObject Status(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        var runs = _state.Executions[id].OfType<JsonObject>().ToList();
        var status = new JsonObject { ["next_execution_time"] = Next(sync) };
        if (Current(id) is { } current) status["current_execution"] = SeenExecution(current);
        if (runs.LastOrDefault(run => Progress(run) >= 1) is { } last) status["last_execution"] = SeenExecution(last);
        return status;
    }

    private JsonObject StatusRow(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        var runs = _state.Executions[id].OfType<JsonObject>().Reverse().Select(SeenExecution).ToList();
        var rows = from schema in _state.Schemas[id].OfType<JsonObject>()
                   where (bool)schema["enabled"]!
                   from run in runs.Where(run => RowOf(run, schema) is not null).Take(1)
                   select RowIn(run, schema);
        var status = new JsonObject { ["sync_id"] = id, ["nextExecutionTime"] = Next(sync), ["schemas"] = List(rows) };
        if (runs.Count > 0) status["status"] = (string)runs[0]["status"]!;
        return status;

        static JsonObject? RowOf(JsonObject run, JsonObject schema) =>
            (run["schemas"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(row => IsSame(row["schema"], schema["id"]));

        static JsonObject RowIn(JsonObject run, JsonObject schema)
        {
            var row = RowOf(run, schema)!.DeepClone().AsObject();
            foreach (var name in new[] { "created_at", "updated_at", "output_name" }) row.Remove(name);
            row["execution_id"] = (string)run["id"]!;
            return row;
        }
    }

    /// <summary>The next run of an active bulk sync that is not manual is at the full hour.</summary>
    private string? Next(JsonObject sync)
    {
        if (!(bool)sync["active"]! || (string?)sync["default_schedule"]!["frequency"] == "manual") return null;
        var now = _clock.GetUtcNow();
        return Text(now.AddTicks(TimeSpan.TicksPerHour - (now.Ticks % TimeSpan.TicksPerHour)));
    }
}
