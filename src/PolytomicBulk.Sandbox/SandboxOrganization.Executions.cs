namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private const int LargestExecutionPage = 100;

    // Twice the largest history of a bulk sync at the start of the sandbox.
    private const int MostExecutions = 400;

    private static readonly TimeSpan ExecutionTakes = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ExecutionsAreKept = TimeSpan.FromDays(400);

    private readonly Dictionary<string, List<SandboxExecution>> _executions = new(StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, Func<SandboxCall, SandboxReply>> ExecutionOperations => new()
    {
        ["executions_listStatus"] = ListStatus,
        ["bulkSync_getStatus"] = call => GetStatus(FindSync(call["id"])),
        ["bulkSync_cancel"] = call => CancelSync(FindSync(call["id"])),
        ["executions_list"] = call => ListExecutions(call, FindSync(call["id"])),
        ["bulkSync_start"] = call => StartSync(call, FindSync(call["id"])),
        ["executions_get"] = call => SandboxReply.Data(FindExecution(call["id"], call["exec_id"]).ToJson(_clock.GetUtcNow())),
        ["executions_cancel"] = call => CancelExecution(FindExecution(call["id"], call["exec_id"])),
    };

    /// <summary>The executions of a bulk sync, newest first. The history is created on the first read or change.</summary>
    private List<SandboxExecution> ExecutionsOf(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        if (!_executions.TryGetValue(id, out var executions)) _executions[id] = executions = [.. ReadHistory(sync)];
        return executions;
    }

    private IEnumerable<SandboxExecution> ReadHistory(JsonObject sync)
    {
        var source = (string)sync["source_connection_id"]!;
        return SandboxHistory.Of(sync, [.. OfferedSchemas(source).Where(IsEnabled)], SourceOf(Connections.PatternOf(source)), FaultOf(sync), _start);
    }

    /// <summary>Why every execution of a bulk sync fails, or null. The reason is a connection that does not work.</summary>
    private string? FaultOf(JsonObject sync) =>
        Connections.FaultOf((string)sync["source_connection_id"]!) ?? Connections.FaultOf((string)sync["destination_connection_id"]!);

    /// <summary>Creates the history of a bulk sync before anything changes, so that it does not depend on when it is first read.</summary>
    private void KeepHistory(string syncId)
    {
        if (LookUpSync(syncId) is { } sync) ExecutionsOf(sync);
    }

    private SandboxExecution FindExecution(string syncId, string id) =>
        ExecutionsOf(FindSync(syncId)).Find(execution => Guid.TryParse(id, out var wanted) && execution.Id == wanted)
        ?? throw SandboxError.NotFound("execution");

    private SandboxExecution? RunningExecution(JsonObject sync) => ExecutionsOf(sync).Find(execution => !execution.IsOver(_clock.GetUtcNow()));

    private SandboxReply ListExecutions(SandboxCall call, JsonObject sync)
    {
        var now = _clock.GetUtcNow();
        IEnumerable<SandboxExecution> executions = ExecutionsOf(sync);
        if (call.IsSet("only_terminal"))
            executions = executions.Where(execution => execution.IsOver(now)).OrderByDescending(execution => execution.UpdatedAt(now));
        if (call.IsSet("ascending")) executions = executions.Reverse();
        return SandboxPage.Of(call, [.. executions], LargestExecutionPage, execution => execution.ToJson(now));
    }

    private SandboxReply StartSync(SandboxCall call, JsonObject sync)
    {
        var body = call.Body;
        var (test, resyncMode, fetchMode) = (IsTrue(body["test"]), (string?)body["resync_mode"], (string?)body["fetch_mode"]);
        if (call.Sent("resync")) throw SandboxError.Invalid("resync", "is no longer supported: use resync_mode");
        if (test && resyncMode is not null) throw SandboxError.Invalid("resync_mode", "cannot be combined with test");
        if (resyncMode is not null) CheckResyncMode(resyncMode, (string)sync["destination_connection_id"]!, "resync_mode");

        var enabled = SchemasOf(sync).FindAll(IsEnabled).ToDictionary(schema => (string)schema["id"]!);
        var wanted = Items(body["schemas"]).Select(item => (Id: (string)item.Item!, item.Number)).ToArray();
        foreach (var (id, number) in wanted)
            if (!enabled.ContainsKey(id)) throw SandboxError.Invalid($"schemas[{number}]", $"is not an enabled schema of the bulk sync: '{id}'");
        if (RunningExecution(sync) is not null) throw new SandboxError(409, "conflict", "the sync is already running");

        var (fault, source) = (FaultOf(sync), SourceOf(Connections.PatternOf((string)sync["source_connection_id"]!)));
        var tables = enabled.Where(schema => wanted.Length == 0 || Array.Exists(wanted, table => table.Id == schema.Key))
            .Select((schema, index) =>
                new SandboxTableRun(schema.Key, (string)schema.Value["output_name"]!, Seconds(schema.Key), test ? 10 : 400 + (311 * index)))
            .Select(table => fault is null ? table : table with { Records = 0, Errors = 1, Outcome = "failed", Message = fault })
            .ToArray();
        var executionId = _ids.Next();
        if (_runsFail && fault is null && tables.Length > 0)
        {
            // The id is random enough to choose the schema that fails.
            var dice = executionId.ToByteArray();
            ref var unlucky = ref tables[dice[0] % tables.Length];
            unlucky = SandboxHistory.Fail(unlucky, dice[1]);
        }

        var execution = new SandboxExecution
        {
            Id = executionId,
            CreatedAt = _clock.GetUtcNow(),
            Length = ExecutionTakes,
            Tables = tables,
            Type = "manual",
            Outcome = Array.Exists(tables, table => table.Outcome == "failed") ? "failed" : "completed",
            Message = fault ?? SandboxHistory.Message(tables),
            ResyncMode = resyncMode,
            FetchMode = fetchMode,
            IsTest = test,
            IsPartial = wanted.Length > 0,
        };
        Keep(ExecutionsOf(sync), execution);
        return SandboxReply.Data(execution.ToJson(_clock.GetUtcNow()));

        // An execution that a user starts is short.
        double Seconds(string table) => 10 + Math.Log(1 + source.RecordsPerDay(table));
    }

    private static void Keep(List<SandboxExecution> executions, SandboxExecution execution)
    {
        executions.Insert(0, execution);
        executions.RemoveAll(old => execution.CreatedAt - old.CreatedAt > ExecutionsAreKept);
        if (executions.Count > MostExecutions) executions.RemoveRange(MostExecutions, executions.Count - MostExecutions);
    }

    private void CheckResyncMode(string mode, string destination, string name)
    {
        var modes = Connections.FindDestination(destination, name)["supported_resync_modes"]!.AsArray().Select(known => (string)known!).ToArray();
        if (!modes.Contains(mode)) throw SandboxError.Invalid(name, $"must be one that the destination supports: {string.Join(", ", modes)}");
    }

    private SandboxReply CancelSync(JsonObject sync) => RunningExecution(sync) is { } execution
        ? CancelExecution(execution)
        : SandboxReply.Data(new JsonObject { ["message"] = "nothing is running" });

    private SandboxReply CancelExecution(SandboxExecution execution)
    {
        var wasOver = execution.IsOver(_clock.GetUtcNow());
        execution.Cancel(_clock.GetUtcNow());
        return SandboxReply.Data(new JsonObject { ["message"] = wasOver ? "the execution is over" : "the execution is being canceled" });
    }

    private SandboxReply GetStatus(JsonObject sync)
    {
        var now = _clock.GetUtcNow();
        var status = new JsonObject { ["next_execution_time"] = NextTime(sync, now) };
        if (RunningExecution(sync) is { } current) status["current_execution"] = current.ToJson(now);
        if (ExecutionsOf(sync).Find(execution => execution.IsOver(now)) is { } last) status["last_execution"] = last.ToJson(now);
        if (sync["source_configuration"]?["replication_slot"] is not null) status["ingestion_status"] = Ingestion(now);
        return SandboxReply.Data(status);
    }

    /// <summary>The status of a change stream that is read with a delay of 30 seconds.</summary>
    private JsonObject Ingestion(DateTimeOffset now)
    {
        var position = 0x16B3748 + (long)(now - _start).TotalSeconds;
        return new()
        {
            ["enabled"] = true,
            ["is_running"] = true,
            ["status"] = "ok",
            ["position"] = $"0/{position:X}",
            ["position_time"] = SandboxTime.Text(now.AddSeconds(-30)),
            ["highwater_mark"] = $"0/{position + 30:X}",
            ["updated_at"] = SandboxTime.Text(now),
        };
    }

    private SandboxReply ListStatus(SandboxCall call)
    {
        var syncs = (call.IsSet("all"), call.IsSet("active")) switch
        {
            (true, _) => _state.Syncs,
            (_, true) => _state.Syncs.Where(sync => IsTrue(sync["active"])),
            _ => call.Request.Parameters("sync_id").Select(FindSync),
        };
        var now = _clock.GetUtcNow();
        var statuses = syncs.Select(sync => (JsonNode)ShortStatus(sync, now)).ToArray();
        return SandboxReply.Data(statuses.Length == 0 ? null : new JsonArray(statuses));
    }

    /// <summary>The status of the last execution. For each enabled schema, the status in the last execution that included it.</summary>
    private JsonObject ShortStatus(JsonObject sync, DateTimeOffset now)
    {
        var status = new JsonObject { ["sync_id"] = (string)sync["id"]!, ["nextExecutionTime"] = NextTime(sync, now), ["schemas"] = null };
        var executions = ExecutionsOf(sync);
        if (executions.Count == 0) return status;

        status["status"] = executions[0].Status(now);
        var schemas = SchemasOf(sync).Where(IsEnabled).Select(schema => (string)schema["id"]!)
            .Select(id => executions.Select(execution => execution.TableStatus(id, now)).FirstOrDefault(table => table is not null));
        status["schemas"] = new JsonArray([.. schemas.Where(table => table is not null)]);
        return status;
    }

    private static string? NextTime(JsonObject sync, DateTimeOffset now) => SandboxSchedule.Next(sync, now) is { } next ? SandboxTime.Text(next) : null;
}
