namespace PolytomicBulk.Sandbox;

/// <summary>An organization with its objects, and the operations of the API on them.</summary>
internal sealed partial class SandboxOrganization
{
    private readonly Dictionary<string, Func<SandboxCall, SandboxReply>> _operations;
    private readonly SandboxState _state;
    private readonly SandboxStorage _storage;
    private readonly SandboxIds _ids;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly bool _updateIgnoresSchemas;
    private readonly IReadOnlyDictionary<string, string[]>? _tables;
    private readonly bool _isStaging;
    private readonly bool _runsFail;
    private readonly Func<IReadOnlyList<SandboxOrganization>> _all;
    private bool _isUser;
    private DateTime _lastSigned;
    private DateTime? _signing;

    public SandboxOrganization(SandboxOptions options, SandboxStorage storage, SandboxIds ids,
        Func<IReadOnlyList<SandboxOrganization>> all, bool isStaging = false)
    {
        _state = new SandboxState(options, isStaging);
        _isStaging = isStaging;
        (_storage, _ids, _all) = (storage, ids, all);
        _runsFail = options.Scenarios.HasFlag(SandboxScenario.Failing);
        _updateIgnoresSchemas = options.UpdateIgnoresSchemas;
        _tables = options.Tables;
        _clock = options.Clock;
        _start = _clock.GetUtcNow();
        _operations = new[] { BulkSyncOperations, ExecutionOperations, ScheduleOperations, SchemaOperations, ConnectionOperations, LogOperations,
            IdentityOperations, PolicyOperations, EventOperations, EntityOperations, NotificationOperations }
            .SelectMany(operations => operations).ToDictionary(operation => operation.Key, operation => operation.Value);
    }

    public string Id => _state.OrganizationId;

    public JsonObject ToJson() => _state.Organization;

    /// <summary>Whether an organization can answer an operation.</summary>
    public bool Answers(string operation) => _operations.ContainsKey(operation);

    public SandboxReply Answer(SandboxCall call, bool isUser)
    {
        (_isUser, _signing) = (isUser, null);
        if (call.Request.Method != "GET" && call.Request.Segments is ["api", "bulk", "syncs", var id, ..]) KeepHistory(id);
        return _operations[call.Operation.Id](call);
    }

    private Dictionary<string, Func<SandboxCall, SandboxReply>> IdentityOperations => new()
    {
        ["identity_get"] = _ => GetIdentity(),
        ["organization_getCurrent"] = _ => SandboxReply.Data(ToJson()),
        ["organization_list"] = _ => throw OfPartner(),
        ["organization_get"] = call => string.Equals(call["id"], Id, StringComparison.OrdinalIgnoreCase) ? SandboxReply.Data(ToJson())
            : throw SandboxError.NotFound("organization"),
    };

    private SandboxReply GetIdentity()
    {
        var identity = _state.Identity.DeepClone().AsObject();
        if (_isUser) return SandboxReply.Data(identity);
        foreach (var property in new[] { "email", "role" }) identity.Remove(property);
        (identity["id"], identity["is_user"], identity["is_organization"]) = (Id, false, true);
        return SandboxReply.Data(identity);
    }

    /// <summary>Sets who changed an object, and when. No two requests have the same time.</summary>
    private void Sign(JsonObject item, string did)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        _lastSigned = _signing ??= now > _lastSigned ? now : _lastSigned.AddMilliseconds(1);
        item[$"{did}_at"] = SandboxTime.Text(_lastSigned);
        item[$"{did}_by"] = _isUser
            ? new JsonObject { ["id"] = (string)_state.Identity["id"]!, ["name"] = "Ana Lima", ["type"] = "user" }
            : new JsonObject { ["id"] = Id, ["name"] = (string)_state.Identity["organization_name"]!, ["type"] = "organization" };
    }

    private static DateTimeOffset Time(JsonObject item, string property) => DateTimeOffset.Parse((string)item[property]!, CultureInfo.InvariantCulture);
}
