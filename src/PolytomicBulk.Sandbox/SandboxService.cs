using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PolytomicBulk.Sandbox;

/// <summary>An offline Polytomic: it answers as the service does, over state in memory.</summary>
public sealed partial class SandboxService
{
    private const string DefaultVersion = "2025-09-18";

    private readonly SandboxState _state;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _start;
    private readonly bool _updateIgnoresSchemas;
    private readonly List<Route> _routes;
    private readonly object _gate = new();
    private bool _isUser;
    private DateTime _lastSigned;
    private DateTime? _signing;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">What it starts with.</param>
    public SandboxService(SandboxOptions? options = null)
    {
        options ??= new();
        _state = new SandboxState(options);
        _updateIgnoresSchemas = options.UpdateIgnoresSchemas;
        _clock = options.Clock;
        _start = _clock.GetUtcNow();
        _routes =
        [
            new("GET", "api/me", (request, _) => GetIdentity(request)),
            .. ExecutionRoutes(),
            .. BulkSyncRoutes(),
            .. ScheduleRoutes(),
            .. SchemaRoutes(),
            .. ConnectionRoutes(),
            .. LogRoutes(),
        ];
    }

    private static readonly Reply Accepted = new(202, Body: null);

    private delegate Reply Answerer(SandboxRequest request, IReadOnlyDictionary<string, string> path);

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    public SandboxAnswer Answer(SandboxRequest request)
    {
        if (IsStorage(request)) return AnswerFromStorage(request);
        var version = request.Header("X-Polytomic-Version") ?? DefaultVersion;
        var headers = new Dictionary<string, string> { ["X-Polytomic-Version"] = version, ["X-Request-Id"] = Guid.NewGuid().ToString("N") };
        try
        {
            if (!Regex.IsMatch(version, @"^\d{4}-\d{2}-\d{2}$")) throw new SandboxError(400, "bad_version", $"'{version}' is not a version of the API");
            lock (_gate)
            {
                var caller = Authenticate(request);
                _signing = null;
                _isUser = request.Header("Authorization")!.StartsWith("Bearer", StringComparison.Ordinal);
                var (answerer, path) = FindRoute(request);
                if (caller == Caller.Partner && request.Path != "/api/me") throw new SandboxError(403, "forbidden", "a partner key reaches organizations and users");
                if (request.Method != "GET" && request.Segments is ["api", "bulk", "syncs", var id, ..]) KeepHistory(id);
                var reply = Once(request, () => answerer(request, path));
                if (reply.Location is not null) headers["Location"] = reply.Location;
                return new(reply.Status, reply.Body is null ? [] : SandboxAnswer.ToBytes(reply.Body), headers);
            }
        }
        catch (SandboxError error)
        {
            return new(error.Status, SandboxAnswer.ToBytes(error.ToBody()), headers);
        }
    }

    private enum Caller
    {
        Organization,
        Partner,
    }

    private Caller Authenticate(SandboxRequest request)
    {
        var (scheme, token) = (request.Header("Authorization") ?? "").Split([' '], 2) is [var first, var second] ? (first, second) : ("", "");
        return (scheme, token) switch
        {
            ("Bearer", SandboxOptions.ApiKey) => Caller.Organization,
            ("Bearer", SandboxOptions.PartnerKey or SandboxOptions.DeploymentKey) => Caller.Partner,
            ("Basic", _) when IsOrganizationKey(token) => Caller.Organization,
            _ => throw new SandboxError(401, "unauthorized", "invalid credentials"),
        };
    }

    private bool IsOrganizationKey(string token)
    {
        try
        {
            var (organization, key) = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split([':'], 2) is [var first, var second] ? (first, second) : ("", "");
            return string.Equals(organization, _state.OrganizationId, StringComparison.OrdinalIgnoreCase) && key is SandboxOptions.PartnerKey or SandboxOptions.DeploymentKey;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private (Answerer Answerer, Dictionary<string, string> Path) FindRoute(SandboxRequest request)
    {
        var methods = new List<string>();
        foreach (var route in _routes)
        {
            if (route.Match(request.Segments) is not { } path) continue;
            if (route.Method == request.Method) return (route.Answerer, path);
            methods.Add(route.Method);
        }

        throw methods.Count > 0
            ? new SandboxError(405, "method_not_allowed", $"the methods here are {string.Join(", ", methods)}")
            : new SandboxError(404, "not_found", $"there is no {request.Path}");
    }

    private (int Status, JsonObject Body) GetIdentity(SandboxRequest request)
    {
        var identity = _state.Identity.DeepClone().AsObject();
        if (Authenticate(request) == Caller.Partner)
        {
            foreach (var property in new[] { "email", "role", "organization_id", "organization_name" }) identity.Remove(property);
            (identity["is_user"], identity["is_partner"]) = (false, true);
        }
        else if (request.Header("Authorization")!.StartsWith("Basic", StringComparison.Ordinal))
        {
            foreach (var property in new[] { "email", "role" }) identity.Remove(property);
            (identity["id"], identity["is_user"], identity["is_organization"]) = (_state.OrganizationId, false, true);
        }

        return SandboxAnswer.Data(identity);
    }

    /// <summary>What a route answers; some answers have no body, and some say where to look next.</summary>
    private readonly record struct Reply(int Status, JsonObject? Body, string? Location = null)
    {
        public static implicit operator Reply((int Status, JsonObject Body) answer) => new(answer.Status, answer.Body);
    }

    private sealed class Route(string method, string template, Answerer answerer)
    {
        private readonly string[] _template = template.Split('/');

        public string Method { get; } = method;

        public Answerer Answerer { get; } = answerer;

        public Dictionary<string, string>? Match(IReadOnlyList<string> segments)
        {
            if (segments.Count != _template.Length) return null;
            var path = new Dictionary<string, string>();
            for (var i = 0; i < _template.Length; i++)
            {
                if (_template[i] is ['{', .. var name, '}']) path[name] = segments[i];
                else if (_template[i] != segments[i]) return null;
            }

            return path;
        }
    }
}
