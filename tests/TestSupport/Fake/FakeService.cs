using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestSupport.Fake;

/// <summary>
/// A small Polytomic service in memory, based only on the contract. Its answers can be unusual. Properties change its general behavior, and <see
/// cref="On"/> changes single requests. <see cref="AddSync"/> adds a bulk sync. <see cref="Sync"/>, <see cref="Schema"/> and <see cref="Requests"/> show
/// the result. It is deterministic: ids are counted, and the time comes from the clock.
/// </summary>
public sealed partial class FakeService : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private readonly List<Route> _routes;
    private readonly List<FakeRule> _rules = [];
    private readonly Dictionary<ResourceKind, Lagging> _lags = [];
    private readonly Dictionary<string, (FakeAnswer? Answer, int Conflicts)> _outcomes = [];
    private readonly List<LateWrite> _late = [];
    private readonly Random _random = new(7);
    private State _state = new();
    private DateTimeOffset _stamp;
    private int _ids;
    private int _reads;

    /// <summary>Creates a service with a source connection and a destination connection.</summary>
    public FakeService(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _routes = [.. SyncRoutes(), .. SchemaRoutes(), .. ScheduleRoutes(), .. ExecutionRoutes(), .. LogRoutes(), .. ConnectionRoutes()];
        SourceId = AddConnection("Production", "postgresql");
        DestinationId = AddConnection("Warehouse", "snowflake");
        PolicyId = AddPolicy("Data team");
    }

    /// <summary>The user of the key, and another user.</summary>
    public static readonly (string Id, string Name)
        Me = ("aaaaaaaa-0000-4000-8000-000000000001", "Ana"),
        Other = ("aaaaaaaa-0000-4000-8000-000000000002", "Ben");

    /// <summary>The organization's id.</summary>
    public const string OrganizationId = "11111111-2222-3333-4444-555555555555";

    /// <summary>Every request so far, in order.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>The number of requests with a method and path, in the notation of <see cref="On"/>.</summary>
    public int Count(string method, string path)
    {
        var rule = new FakeRule(method, path, int.MaxValue, 0);
        return Requests.Count(rule.IsFor);
    }

    /// <summary>Processes all late requests now.</summary>
    public void Settle()
    {
        lock (_gate) foreach (var write in _late.ToList()) Apply(write);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var came = await FakeRequest.FromAsync(request, _clock.GetUtcNow(), cancellationToken);
        var key = came.Headers.GetValueOrDefault("Idempotency-Key");
        List<FakeRule> rules;
        FakeAnswer? replay;
        lock (_gate)
        {
            Requests.Enqueue(came);
            foreach (var write in _late.ToList()) if (write.Due <= came.Time || --write.Left == 0) Apply(write);
            rules = [.. _rules.Where(rule => rule.IsFor(came))];
            replay = rules.Find(rule => rule.Refusal is not null)?.Refusal ?? Unauthorized(came) ?? (key is null ? null : Replay(key));
            if (key is not null && replay is null) _outcomes[key] = (null, ConflictsInFlight);
        }

        try
        {
            foreach (var rule in rules) await rule.Held.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate) if (key is not null && replay is null) _outcomes.Remove(key);
            throw;
        }

        lock (_gate)
        {
            foreach (var hook in rules.SelectMany(rule => rule.Before)) hook();
            var answer = replay ?? Do(came, key, rules);
            foreach (var hook in rules.SelectMany(rule => rule.After)) hook();
            if (rules.Exists(rule => rule.IsLost)) throw new HttpRequestException("Connection reset by peer");
            if (rules.Find(rule => rule.OtherPath is not null)?.OtherPath is { } path) answer = Run(FakeRequest.Get(path, came));
            answer = rules.Find(rule => rule.Other is not null)?.Other ?? answer;
            if (answer.Body.StartsWith('{') && IsEdited(rules)) answer = answer with { Body = Edit(JsonNode.Parse(answer.Body)!, rules) };
            came.Status = answer.Status;
            return answer.ToMessage(_clock.GetUtcNow());
        }
    }

    private FakeAnswer Do(FakeRequest request, string? key, List<FakeRule> rules)
    {
        if (rules.Find(rule => rule.Lateness is not null)?.Lateness is { } late)
        {
            var due = late.Time is { } time ? request.Time + time : DateTimeOffset.MaxValue;
            _late.Add(new() { Request = request, Key = key, Due = due, Left = late.Requests ?? -1 });
            return FakeAnswer.GatewayTimeout;
        }

        var answer = Run(request);
        if (key is not null) _outcomes[key] = (answer, ConflictsInFlight);
        return answer;
    }

    private void Apply(LateWrite write)
    {
        _late.Remove(write);
        Do(write.Request, write.Key, []);
    }

    private static FakeAnswer? Unauthorized(FakeRequest request) =>
        request.Host == StorageHost || request.Headers.ContainsKey("Authorization") ? null : FakeAnswer.Error(401, "unauthorized", "no key was given");

    private FakeAnswer? Replay(string key)
    {
        if (!Regex.IsMatch(key, "^[A-Za-z0-9_-]{8,255}$")) return FakeAnswer.Error(400, "bad_request", "Idempotency-Key is not well formed");
        if (!_outcomes.TryGetValue(key, out var outcome)) return null;
        if (outcome.Answer is not null && outcome.Conflicts <= 0) return outcome.Answer;
        _outcomes[key] = (outcome.Answer, outcome.Conflicts - 1);
        return FakeAnswer.Error(409, "conflict", "a request with this Idempotency-Key is in progress");
    }

    private FakeAnswer Run(FakeRequest request)
    {
        if (request.Host == StorageHost) return File(request);
        var segments = request.Path.Split('/');
        var route = _routes.Where(route => route.Method == request.Method && route.Fits(segments)).MinBy(route => route.IdsIn(segments).Count);
        if (route is null) return FakeAnswer.Error(404, "not_found", $"there is no {request.Method} {request.Path}");
        var live = _state;
        if (request.Method != "GET") Written(route.Kind);
        else if (_lags.TryGetValue(route.Kind, out var lag)) _state = lag.Read(request.Time) ?? live;
        try
        {
            _reads++;
            return route.Run(new FakeCall(request, route.IdsIn(segments)));
        }
        catch (Refusal refusal)
        {
            return refusal.Answer;
        }
        catch (Exception fault) when (request.Method != "GET" && fault is InvalidOperationException or FormatException)
        {
            // The type of a value does not match the contract.
            return FakeAnswer.Error(400, "bad_request", fault.Message);
        }
        finally
        {
            _state = live;
        }
    }

    /// <summary>Keeps copies for outdated reads of a kind. Called before each write. A bulk sync, its schemas and its schedules are written
    /// together.</summary>
    private void Written(ResourceKind written)
    {
        foreach (var (kind, lag) in _lags) if (kind == written || (IsSync(kind) && IsSync(written))) lag.Keep(_state, _clock.GetUtcNow());

        static bool IsSync(ResourceKind kind) => kind is ResourceKind.Syncs or ResourceKind.Schemas or ResourceKind.Schedules;
    }

    private bool IsEdited(List<FakeRule> rules) => ShufflesLists || Omits.Count > 0 || OmitsOf.Count > 0 || rules.Exists(rule => rule.Edits.Count > 0);

    private string Edit(JsonNode answer, List<FakeRule> rules)
    {
        FakeRule.Leave(answer, (json, name) => Omits.Contains(name) || OmitsOf.Any(of => of.Value.Contains(name) && FakeRule.IsOf(json, of.Key)));
        if (ShufflesLists) Shuffle(answer, "");
        foreach (var edit in rules.SelectMany(rule => rule.Edits)) edit(answer);
        return answer.ToJsonString();
    }

    /// <summary>The order of pages and log entries matters.</summary>
    private void Shuffle(JsonNode? node, string name)
    {
        if (node is JsonObject json)
        {
            foreach (var (child, value) in json) Shuffle(value, child == "data" && json.ContainsKey("pagination") ? "entries" : child);
        }

        if (node is not JsonArray list) return;
        foreach (var item in list) Shuffle(item, "");
        var items = list.ToArray();
        if (name == "entries") return;
        list.Clear();
        _random.Shuffle(items);
        foreach (var item in items) list.Add(item);
    }

    /// <summary>A page of a list. The token is the number of earlier items, so a list that changes between pages is read incorrectly.</summary>
    private FakeAnswer Page(List<JsonObject> items, FakeCall call, int maximum)
    {
        var size = Math.Min(call.Number("limit") ?? maximum, maximum);
        var start = call.Query("page_token") is { } token ? Offset(token) : 0;
        var answer = new JsonObject { ["data"] = List(items.Skip(start).Take(size)), ["pagination"] = new JsonObject() };
        if (start + size < items.Count) answer["pagination"]!["next_page_token"] = $"after-{start + size:x8}";
        return new(200, answer.ToJsonString());

        static int Offset(string token) => token.StartsWith("after-", StringComparison.Ordinal)
            && int.TryParse(token["after-".Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset) ? offset
            : throw new Refusal(400, "bad_request", "page_token is not valid");
    }

    private JsonArray? List(IEnumerable<JsonNode> items)
    {
        var list = new JsonArray([.. items]);
        return list.Count == 0 && EmptyListsAreNull ? null : list;
    }

    private string NewId() => $"{++_ids:x8}-0000-4000-8000-000000000000";

    /// <summary>The time, always later than before, so that two writes never have the same time.</summary>
    private string Stamp()
    {
        var now = _clock.GetUtcNow();
        _stamp = now > _stamp ? now : _stamp.AddMilliseconds(1);
        return Text(_stamp);
    }

    private string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(HasNineDigits ? "yyyy-MM-dd'T'HH:mm:ss.fffffff'89Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture);

    private static JsonObject Actor((string Id, string Name) user) => new() { ["id"] = user.Id, ["name"] = user.Name, ["type"] = "user" };

    private static Refusal NotFound(string what, string id) => new(404, "not_found", $"{what} {id} not found");

    private sealed class LateWrite
    {
        public required FakeRequest Request { get; init; }

        public string? Key { get; init; }

        public DateTimeOffset Due { get; init; }

        public int Left { get; set; }
    }

    private sealed class Lagging(int? reads, TimeSpan? time)
    {
        private State? _copy;
        private int _left;
        private DateTimeOffset _until;

        public void Keep(State state, DateTimeOffset now) =>
            (_copy, _left, _until) = (state.Copy(), reads ?? int.MaxValue, time is { } span ? now + span : DateTimeOffset.MaxValue);

        public State? Read(DateTimeOffset now) => _copy is not null && _left-- > 0 && now < _until ? _copy : _copy = null;
    }

    private sealed record Route(string Method, string Path, ResourceKind Kind, Func<FakeCall, FakeAnswer> Run)
    {
        private readonly string[] _segments = Path.Split('/');

        public bool Fits(string[] segments) =>
            segments.Length == _segments.Length && segments.Zip(_segments).All(pair => pair.Second == "*" || pair.First == pair.Second);

        public List<string> IdsIn(string[] segments) =>
            [.. segments.Zip(_segments).Where(pair => pair.Second == "*").Select(pair => Uri.UnescapeDataString(pair.First))];
    }

    /// <summary>The state of the service, by id.</summary>
    private sealed class State
    {
        public Dictionary<string, JsonObject> Syncs { get; init; } = [];

        /// <summary>The schemas of bulk syncs.</summary>
        public Dictionary<string, JsonArray> Schemas { get; init; } = [];

        /// <summary>The executions of bulk syncs.</summary>
        public Dictionary<string, JsonArray> Executions { get; init; } = [];

        public Dictionary<string, JsonObject> Connections { get; init; } = [];

        public State Copy() =>
            new() { Syncs = Copy(Syncs), Schemas = Copy(Schemas), Executions = Copy(Executions), Connections = Copy(Connections) };

        private static Dictionary<string, T> Copy<T>(Dictionary<string, T> items)
            where T : JsonNode => items.ToDictionary(item => item.Key, item => (T)item.Value.DeepClone());
    }
}
