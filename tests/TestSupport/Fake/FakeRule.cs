using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestSupport.Fake;

/// <summary>
/// Changes how the service processes certain requests. <see cref="First"/> and <see cref="Then"/> run hooks before and after a request, for example for
/// another editor. <see cref="Lose"/> and <see cref="Lose504"/> process the request and lose the answer. <see cref="Late(TimeSpan)"/> answers 504 and
/// processes the request later. <see cref="Instead"/> only answers. <see cref="Answer"/> and <see cref="AnswerOf"/> process the request and return another
/// answer. <see cref="LeaveOut"/>, <see cref="Without"/> and <see cref="Change"/> edit the answer. <see cref="Hold"/> waits before the request. They can
/// be combined.
/// </summary>
public sealed class FakeRule
{
    /// <summary>Cached, because property tests create the same rules many times.</summary>
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new();

    private readonly Regex _method;
    private readonly Regex _path;
    private readonly bool _hasQuery;
    private readonly int _times;
    private readonly int _skip;
    private int _seen;

    internal FakeRule(string method, string path, int times, int skip)
    {
        _method = Pattern($"^({(method == "*" ? ".*" : method)})$");
        _path = Pattern("^" + Regex.Escape(path).Replace(@"\*\*", ".*").Replace(@"\*", "[^/?]*") + "$");
        (_hasQuery, _times, _skip) = (path.Contains('?', StringComparison.Ordinal), times, skip);
    }

    /// <summary>The number of requests that the rule has changed.</summary>
    public int Hits => Math.Clamp(_seen - _skip, 0, _times);

    internal List<Action> Before { get; } = [];

    internal List<Action> After { get; } = [];

    internal List<Action<JsonNode>> Edits { get; } = [];

    internal Task Held { get; private set; } = Task.CompletedTask;

    internal bool IsLost { get; private set; }

    internal (TimeSpan? Time, int? Requests)? Lateness { get; private set; }

    internal FakeAnswer? Refusal { get; private set; }

    internal FakeAnswer? Other { get; private set; }

    internal string? OtherPath { get; private set; }

    /// <summary>Runs an action before the request is processed.</summary>
    public FakeRule First(Action hook) => With(() => Before.Add(hook));

    /// <summary>Runs an action after the request is processed and before the answer.</summary>
    public FakeRule Then(Action hook) => With(() => After.Add(hook));

    /// <summary>Processes the request after a task has ended.</summary>
    public FakeRule Hold(Task until) => With(() => Held = until);

    /// <summary>Processes the request and breaks the connection.</summary>
    public FakeRule Lose() => With(() => IsLost = true);

    /// <summary>Processes the request and answers 504, as a proxy does.</summary>
    public FakeRule Lose504() => With(() => Other = FakeAnswer.GatewayTimeout);

    /// <summary>Answers 504, and processes the request with the first request after the time has passed.</summary>
    public FakeRule Late(TimeSpan time) => With(() => Lateness = (time, null));

    /// <summary>Answers 504, and processes the request after the specified number of requests.</summary>
    public FakeRule Late(int requests) => With(() => Lateness = (null, requests));

    /// <summary>Returns this answer without processing the request.</summary>
    public FakeRule Instead(int status, string body = "") => With(() => Refusal = new(status, body));

    /// <summary>Answers 429 with Retry-After without processing the request.</summary>
    public FakeRule TooMany(int seconds) =>
        With(() => Refusal = FakeAnswer.Error(429, "rate_limited", "too many requests") with { RetryAfter = seconds });

    /// <summary>
    /// Processes the request and returns this answer, such as 202 without a body, or 200 with <c>{"message":"maintenance"}</c>, <c>{}</c> or
    /// <c>{"data":null}</c>.
    /// </summary>
    public FakeRule Answer(int status, string body = "") => With(() => Other = new(status, body));

    /// <summary>Processes the request and returns the answer to a GET of another path.</summary>
    public FakeRule AnswerOf(string path) => With(() => OtherPath = path);

    /// <summary>Removes properties from the answer, at any depth, or only from objects with an id.</summary>
    public FakeRule LeaveOut(string[] names, string? ofId = null) =>
        Change(node => Leave(node, (json, name) => names.Contains(name) && (ofId is null || IsOf(json, ofId))));

    /// <summary>Removes the objects with an id from every list in the answer.</summary>
    public FakeRule Without(string id) => Change(node => RemoveItems(node, id));

    /// <summary>Edits the answer.</summary>
    public FakeRule Change(Action<JsonNode> edit) => With(() => Edits.Add(edit));

    /// <summary>Removes properties at any depth.</summary>
    internal static void Leave(JsonNode? node, Func<JsonObject, string, bool> isLeft)
    {
        if (node is JsonArray list) foreach (var item in list) Leave(item, isLeft);
        if (node is not JsonObject json) return;
        foreach (var name in json.Select(property => property.Key).Where(name => isLeft(json, name)).ToList()) json.Remove(name);
        foreach (var (_, value) in json) Leave(value, isLeft);
    }

    internal static bool IsOf(JsonNode? node, string id) =>
        node is JsonObject json && json["id"] is JsonValue value && value.TryGetValue<string>(out var text) && text == id;

    internal bool IsFor(FakeRequest request) =>
        _method.IsMatch(request.Method) && _path.IsMatch(_hasQuery ? request.Path + request.Query : request.Path)
        && ++_seen > _skip && _seen - _skip <= _times;

    private static Regex Pattern(string pattern) => Patterns.GetOrAdd(pattern, pattern => new Regex(pattern));

    private static void RemoveItems(JsonNode? node, string id)
    {
        if (node is JsonArray list) for (var i = list.Count - 1; i >= 0; i--) if (IsOf(list[i], id)) list.RemoveAt(i);
        var children = node switch { JsonObject json => json.Select(property => property.Value), JsonArray items => items, _ => [] };
        foreach (var child in children) RemoveItems(child, id);
    }

    private FakeRule With(Action set)
    {
        set();
        return this;
    }
}
