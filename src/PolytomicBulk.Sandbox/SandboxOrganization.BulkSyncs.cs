namespace PolytomicBulk.Sandbox;

internal sealed partial class SandboxOrganization
{
    private const int LargestSyncPage = 50;

    // A limit, so that a sandbox does not grow without bound.
    private const int MostSyncs = 20_000;

    private static readonly string[] SetByService = ["id", "organization_id", "created_at", "created_by", "updated_at", "updated_by"];

    private Dictionary<string, Func<SandboxCall, SandboxReply>> BulkSyncOperations => new()
    {
        ["bulkSync_list"] = ListSyncs,
        ["bulkSync_create"] = CreateSync,
        ["bulkSync_get"] = call => SandboxReply.Data(FindSync(call["id"])),
        ["bulkSync_update"] = UpdateSync,
        ["bulkSync_delete"] = DeleteSync,
        ["bulkSync_activate"] = ActivateSync,
    };

    private SandboxReply ListSyncs(SandboxCall call)
    {
        IEnumerable<JsonObject> syncs = _state.Syncs.OrderByDescending(sync => Time(sync, "updated_at"))
            .ThenBy(sync => (string)sync["id"]!, StringComparer.Ordinal);
        if (call.Parameter("active") is not null) syncs = syncs.Where(sync => IsTrue(sync["active"]) == call.IsSet("active"));
        return SandboxPage.Of(call, [.. syncs], LargestSyncPage, Clone);
    }

    private JsonObject FindSync(string id) => LookUpSync(id) ?? throw SandboxError.NotFound("bulk sync");

    private JsonObject? LookUpSync(string id) => _state.Syncs.Find(sync => string.Equals((string)sync["id"]!, id, StringComparison.OrdinalIgnoreCase));

    private SandboxReply CreateSync(SandboxCall call)
    {
        Check(call.Body, sync: null);
        if (_state.Syncs.Count >= MostSyncs) throw new SandboxError(422, "unprocessable", $"an organization has at most {MostSyncs} bulk syncs");
        var sync = new JsonObject { ["id"] = _ids.Next().ToString(), ["organization_id"] = Id };
        Configure(sync, call.Body);
        Sign(sync, "created");
        Sign(sync, "updated");
        ChooseSchemas(sync, call.Body["schemas"] as JsonArray);
        _state.Syncs.Add(sync);
        return SandboxReply.Data(sync);
    }

    /// <summary>Replaces all settings. Omitted settings get their default values.</summary>
    private SandboxReply UpdateSync(SandboxCall call)
    {
        var sync = FindSync(call["id"]);
        Check(call.Body, sync);
        var isOfOther = !IsSame(sync["source_connection_id"], call.Body["source_connection_id"]);
        Configure(sync, call.Body);
        if (isOfOther) _schemas.Remove((string)sync["id"]!);
        if (!IsTrue(sync["active"])) RunningExecution(sync)?.Cancel(_clock.GetUtcNow());
        Sign(sync, "updated");
        if (isOfOther || !_updateIgnoresSchemas) ChooseSchemas(sync, call.Body["schemas"] as JsonArray);
        return SandboxReply.Data(sync);
    }

    private void Configure(JsonObject sync, JsonObject settings)
    {
        var before = sync["default_schedule"] is null ? [] : SchedulesOf(sync);
        foreach (var setting in SandboxState.Defaults()) sync[setting.Key] = setting.Value?.DeepClone();
        foreach (var setting in settings.Where(setting => setting.Key != "schemas" && setting.Value is not null && !SetByService.Contains(setting.Key)))
            sync[setting.Key] = setting.Value!.DeepClone();
        foreach (var schedule in SchedulesOf(sync)) SignSchedule(schedule, before.Find(known => IsSame(known["id"], schedule["id"])));
    }

    /// <summary>Keeps the times of an unchanged schedule. A schedule is new if the bulk sync does not have its id.</summary>
    private void SignSchedule(JsonObject schedule, JsonObject? before)
    {
        if (before is null) schedule["id"] = _ids.Next().ToString();
        foreach (var name in SetByService.Skip(2))
        {
            if (before?[name] is { } value) schedule[name] = value.DeepClone();
        }

        if (before is null) Sign(schedule, "created");
        if (!JsonNode.DeepEquals(schedule, before)) Sign(schedule, "updated");
    }

    private SandboxReply DeleteSync(SandboxCall call)
    {
        Remove(FindSync(call["id"]));
        return SandboxReply.Nothing;
    }

    private void Remove(JsonObject sync)
    {
        var id = (string)sync["id"]!;
        _state.Syncs.Remove(sync);
        _executions.Remove(id);
        _schemas.Remove(id);
    }

    private SandboxReply ActivateSync(SandboxCall call)
    {
        var sync = FindSync(call["id"]);
        var active = IsTrue(call.Body["active"]);
        sync["active"] = active;
        if (!active) RunningExecution(sync)?.Cancel(_clock.GetUtcNow());
        Sign(sync, "updated");
        return SandboxReply.Data(new JsonObject { ["id"] = (string)sync["id"]!, ["active"] = active });
    }

    private static JsonObject Clone(JsonObject json) => json.DeepClone().AsObject();

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.True;

    private static bool IsSame(JsonNode? id, JsonNode? other) => string.Equals((string?)id, (string?)other, StringComparison.OrdinalIgnoreCase);
}
