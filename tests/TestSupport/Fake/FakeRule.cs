using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestSupport.Fake;

/// <summary>
/// What happens to certain requests: <see cref="First"/> and <see cref="Then"/> run hooks around the deed, which is how another editor comes in between;
/// <see cref="Lose"/> and <see cref="Lose504"/> do the deed and lose its answer; <see cref="Late(TimeSpan)"/> answers 504 and does it later;
/// <see cref="Instead"/> answers and does nothing, <see cref="Answer"/> and <see cref="AnswerOf"/> do the deed and answer something else;
/// <see cref="LeaveOut"/>, <see cref="Without"/> and <see cref="Change"/> edit the answer; <see cref="Hold"/> waits before the deed. They can be combined.
/// </summary>
public sealed class FakeRule
{
    /// <summary>A test of many cases makes the same rules again and again.</summary>
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

    /// <summary>How many requests it was for so far.</summary>
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

    /// <summary>Runs something before the deed.</summary>
    public FakeRule First(Action hook) => With(() => Before.Add(hook));

    /// <summary>Runs something after the deed, before the answer is seen.</summary>
    public FakeRule Then(Action hook) => With(() => After.Add(hook));

    /// <summary>Does the deed no sooner than a task is over.</summary>
    public FakeRule Hold(Task until) => With(() => Held = until);

    /// <summary>Does the deed and breaks the connection.</summary>
    public FakeRule Lose() => With(() => IsLost = true);

    /// <summary>Does the deed and answers 504, as a proxy does.</summary>
    public FakeRule Lose504() => With(() => Other = FakeAnswer.GatewayTimeout);

    /// <summary>Answers 504, and does the deed with the first request after so much time.</summary>
    public FakeRule Late(TimeSpan time) => With(() => Lateness = (time, null));

    /// <summary>Answers 504, and does the deed before the request so many later.</summary>
    public FakeRule Late(int requests) => With(() => Lateness = (null, requests));

    /// <summary>Answers this, and does nothing.</summary>
    public FakeRule Instead(int status, string body = "") => With(() => Refusal = new(status, body));

    /// <summary>Answers 429 with Retry-After, and does nothing.</summary>
    public FakeRule TooMany(int seconds) =>
        With(() => Refusal = FakeAnswer.Error(429, "rate_limited", "too many requests") with { RetryAfter = seconds });

    /// <summary>Does the deed and answers this: 202 and nothing; 200 and <c>{"message":"maintenance"}</c>, <c>{}</c>, <c>{"data":null}</c>.</summary>
    public FakeRule Answer(int status, string body = "") => With(() => Other = new(status, body));

    /// <summary>Does the deed and answers what a GET of another path answers.</summary>
    public FakeRule AnswerOf(string path) => With(() => OtherPath = path);

    /// <summary>Leaves properties out of the answer, at any depth, or only in objects of an id.</summary>
    public FakeRule LeaveOut(string[] names, string? ofId = null) =>
        Change(node => Leave(node, (json, name) => names.Contains(name) && (ofId is null || IsOf(json, ofId))));

    /// <summary>Leaves the objects of an id out of every list of the answer.</summary>
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
