using PolytomicBulk.Sandbox.Contract;

namespace PolytomicBulk.Sandbox;

/// <summary>An offline Polytomic service. It keeps its state in memory, and checks requests against the API's contract.</summary>
public sealed class SandboxService
{
    /// <summary>The supported versions of the API, the newest last. The sandbox behaves like the newest.</summary>
    private static readonly string[] Versions = ["2022-12-12", "2023-04-25", "2024-02-08", "2025-09-18"];

    private readonly SandboxOrganization[] _organizations;
    private readonly SandboxOutcomes _outcomes;
    private readonly SandboxStorage _storage;
    private readonly object _gate = new();

    /// <summary>Starts the sandbox.</summary>
    /// <param name="options">The options of the sandbox.</param>
    public SandboxService(SandboxOptions? options = null)
    {
        options ??= new();
        _outcomes = new(options.Clock);
        _storage = new(options.Clock);
        var ids = new SandboxIds(options.Seed);
        _organizations =
        [
            new SandboxOrganization(options, _storage, ids, () => _organizations!),
            new SandboxOrganization(options, _storage, ids, () => _organizations!, isStaging: true),
        ];
    }

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    public SandboxAnswer Answer(SandboxRequest request)
    {
        if (SandboxStorage.IsFor(request))
        {
            lock (_gate) return _storage.Answer(request, name =>
                Array.ConvertAll(_organizations, organization => organization.FindFile(name)).FirstOrDefault(file => file is not null));
        }

        var headers = new Dictionary<string, string> { ["X-Polytomic-Version"] = Versions[^1], ["X-Request-Id"] = Guid.NewGuid().ToString("N") };
        ApiOperation? operation = null;
        try
        {
            var version = request.Header("X-Polytomic-Version") ?? Versions[^1];
            if (!Versions.Contains(version)) throw SandboxError.Invalid("X-Polytomic-Version", $"must be one of {string.Join(", ", Versions)}");
            headers["X-Polytomic-Version"] = version;
            var caller = Authenticate(request);
            operation = FindOperation(request);
            var call = new SandboxCall(request, operation);
            return _outcomes.Once(caller.Key, request.Header("Idempotency-Key"), () => Answer(caller, call, headers));
        }
        catch (SandboxError error)
        {
            return ToAnswer(error, operation, headers);
        }
    }

    private SandboxAnswer Answer(Caller caller, SandboxCall call, Dictionary<string, string> headers)
    {
        try
        {
            call.Operation.CheckQuery(call.Request);
            lock (_gate)
            {
                var reply = caller.Organization is null ? AnswerPartner(call) : caller.Organization.Answer(call, caller.IsUser);
                if (reply.Location is not null) headers["Location"] = reply.Location;
                return new(reply.Status, reply.Body is null ? [] : SandboxAnswer.ToBytes(reply.Body), headers);
            }
        }
        catch (SandboxError error)
        {
            return ToAnswer(error, call.Operation, headers);
        }
    }

    private static SandboxAnswer ToAnswer(SandboxError error, ApiOperation? operation, Dictionary<string, string> headers)
    {
        var (status, body) = error.ToAnswer(operation?.Refusal ?? 422);
        return new(status, SandboxAnswer.ToBytes(body), headers);
    }

    /// <summary>Answers the operations that a partner key can use without an organization.</summary>
    private SandboxReply AnswerPartner(SandboxCall call) => call.Operation.Id switch
    {
        "identity_get" => SandboxReply.Data(new JsonObject
        {
            ["id"] = "90c3bcfb-6a32-5a43-9ae5-32ea2f5d2b4b", ["is_user"] = false, ["is_organization"] = false, ["is_partner"] = true, ["is_system"] = false,
        }),
        "organization_list" => SandboxReply.Data(new JsonArray([.. _organizations.Select(organization => organization.ToJson())])),
        "organization_get" => SandboxReply.Data(Organization(call["id"]).ToJson()),
        "entities_getForPartner" => SandboxReply.Data(
            Array.ConvertAll(_organizations, organization => organization.FindEntity(call["id"])).FirstOrDefault(found => found is not null)
                ?? throw SandboxError.NotFound("entity")),
        "connections_listSharedForPartner" => Organization(call["org_id"]).Shared(call["connection_id"]),
        "connections_createShared" => Organization((string)call.Body["child_organization_id"]!)
            .Share(Organization(call["org_id"]), call["connection_id"], (string?)call.Body["name"]),
        _ => throw new SandboxError(403, "forbidden", "a partner key has access to organizations and users only"),
    };

    private SandboxOrganization Organization(string id) =>
        Array.Find(_organizations, organization => string.Equals(organization.Id, id, StringComparison.OrdinalIgnoreCase))
        ?? throw SandboxError.NotFound("organization");

    private Caller Authenticate(SandboxRequest request)
    {
        var (scheme, token) = (request.Header("Authorization") ?? "").Split([' '], 2) is [var first, var second] ? (first, second) : ("", "");
        return (scheme, token) switch
        {
            ("Bearer", SandboxOptions.ApiKey) => new(token, _organizations[0], IsUser: true),
            ("Bearer", SandboxOptions.PartnerKey or SandboxOptions.DeploymentKey) => new(token, null, IsUser: false),
            ("Basic", _) when FindOrganization(token) is { } organization => new(token, organization, IsUser: false),
            _ => throw new SandboxError(401, "unauthorized", "invalid credentials"),
        };
    }

    private SandboxOrganization? FindOrganization(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token))
                .Split([':'], 2) is [var id, SandboxOptions.PartnerKey or SandboxOptions.DeploymentKey]
                ? Array.Find(_organizations, organization => string.Equals(organization.Id, id, StringComparison.OrdinalIgnoreCase))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private ApiOperation FindOperation(SandboxRequest request)
    {
        var found = ApiContract.Current.At(request.Segments).Where(operation => _organizations[0].Answers(operation.Id)).ToList();
        if (found.Find(operation => operation.Method == request.Method) is { } operation) return operation;
        throw found.Count > 0
            ? new SandboxError(405, "method_not_allowed", $"the methods of this path are {string.Join(", ", found.Select(other => other.Method).Distinct())}")
            : new SandboxError(404, "not_found", $"there is no {request.Path}");
    }

    /// <summary>The caller: a user, the key of an organization, or a partner.</summary>
    private sealed record Caller(string Key, SandboxOrganization? Organization, bool IsUser);
}
