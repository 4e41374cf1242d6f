using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestSupport;

/// <summary>
/// A scripted HTTP layer. It answers requests in the order of the script, or by path, and records them. A request without an answer fails the test and
/// shows its method and address.
/// </summary>
public sealed class ScriptedHandler : HttpMessageHandler
{
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentQueue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> _paths = new();

    private readonly ConcurrentDictionary<string, string> _schemas = new();
    private readonly object _gate = new();
    private TaskCompletionSource _together = new();
    private int _holdUntil;
    private string? _letThrough;
    private int _underWay;
    private int _held;
    private Func<HttpResponseMessage> _otherwise = () => Message(418, "{\"key\":\"unscripted\",\"message\":\"the script has no answer for this request\"}", "application/json", null);

    /// <summary>The highest number of requests that ran at the same time.</summary>
    public int Peak { get; private set; }

    /// <summary>Every request so far, in order.</summary>
    public ConcurrentQueue<SentRequest> Requests { get; } = new();

    /// <summary>Answers the next request with JSON.</summary>
    public ScriptedHandler Answer(int status, string body, string mediaType = "application/json", IDictionary<string, string>? headers = null)
    {
        _script.Enqueue((_, _) => Task.FromResult(Message(status, body, mediaType, headers)));
        return this;
    }

    /// <summary>Answers the next request with bytes, for bodies that are not text.</summary>
    public ScriptedHandler AnswerBytes(int status, byte[] body, IDictionary<string, string>? headers = null)
    {
        _script.Enqueue((_, _) => Task.FromResult(Message(status, body, "application/json", headers)));
        return this;
    }

    /// <summary>Answers the next request with fewer bytes than announced, and then breaks the connection.</summary>
    public ScriptedHandler AnswerCut(int status, byte[] body, long promised, IDictionary<string, string>? headers = null)
    {
        _script.Enqueue((_, _) =>
        {
            var message = Message(status, [], "application/octet-stream", headers);
            var type = message.Content.Headers;
            message.Content = new StreamContent(new CutStream(body));
            foreach (var header in type) message.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            message.Content.Headers.ContentLength = promised;
            return Task.FromResult(message);
        });
        return this;
    }

    /// <summary>Answers the next request with zeros, which are created while they are read.</summary>
    public ScriptedHandler AnswerZeros(long length)
    {
        _script.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new ZeroStream(length)) { Headers = { ContentLength = length } } }));
        return this;
    }

    /// <summary>Answers the next request with JSON after a task has ended.</summary>
    public ScriptedHandler AnswerAfter(Task gate, int status, string body)
    {
        _script.Enqueue(async (_, cancel) =>
        {
            await gate.WaitAsync(cancel);
            return Message(status, body, "application/json", null);
        });
        return this;
    }

    /// <summary>Answers every request for a path (with its query), independent of the script.</summary>
    public ScriptedHandler AnswerAt(string pathAndQuery, int status, string body)
    {
        _paths[pathAndQuery] = () => Message(status, body, "application/json", null);
        return this;
    }

    /// <summary>Breaks the connection at the next request.</summary>
    public ScriptedHandler Break(string message = "Connection reset by peer")
    {
        _script.Enqueue((_, _) => throw new HttpRequestException(message));
        return this;
    }

    /// <summary>Never answers the next request. Runs the action when the client waits.</summary>
    public ScriptedHandler Hang(Action? whileWaiting = null)
    {
        _script.Enqueue(async (_, cancel) =>
        {
            var forever = Task.Delay(Timeout.Infinite, cancel);
            whileWaiting?.Invoke();
            await forever;
            throw new InvalidOperationException("Unreachable.");
        });
        return this;
    }

    /// <summary>Answers every request that the script has no answer for.</summary>
    public ScriptedHandler Otherwise(int status, string body)
    {
        _otherwise = () => Message(status, body, "application/json", null);
        return this;
    }

    /// <summary>Answers only when the specified number of requests runs at the same time, and then answers them together. One path can be
    /// excluded.</summary>
    public ScriptedHandler HoldUntil(int requests, string? letThrough = null)
    {
        (_holdUntil, _letThrough, _held) = (requests, letThrough, 0);
        return this;
    }

    /// <summary>
    /// Whether the handler remembers schemas and schedules that it returned. Later reads return them with all changes since, independent of the script.
    /// </summary>
    public bool RemembersSchemas { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsForNames(request)) return Message(403, "{\"message\":\"the script says nothing of connections\"}", "application/json", null);
        Requests.Enqueue(await SentRequest.FromAsync(request, cancellationToken));
        if (request.RequestUri!.PathAndQuery == _letThrough) return await AnswerAsync(request, cancellationToken);
        Task together;
        lock (_gate)
        {
            Peak = Math.Max(Peak, ++_underWay);
            together = _holdUntil == 0 ? Task.CompletedTask : _together.Task;
            // Only held requests count. Those that were answered together end one after the other.
            if (++_held == _holdUntil)
            {
                _held = 0;
                _together.SetResult();
                _together = new();
            }
        }

        try
        {
            await together.WaitAsync(cancellationToken);
            return await AnswerAsync(request, cancellationToken);
        }
        finally
        {
            lock (_gate) _underWay--;
        }
    }

    /// <summary>
    /// Whether a request only gets the names of connections, next to a list of bulk syncs. Scripts answer it with <see cref="AnswerAt"/>. Otherwise it is
    /// refused and not recorded, as for a key without the permission.
    /// </summary>
    private bool IsForNames(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri!.PathAndQuery == "/api/connections" && !_paths.ContainsKey("/api/connections")
        && Requests.LastOrDefault() is { Method: "GET" } last && last.Address.AbsolutePath == "/api/bulk/syncs";

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        var isKept = path.Contains("/schemas", StringComparison.Ordinal) || path.Contains("/schedules/", StringComparison.Ordinal);
        if (!RemembersSchemas || !isKept) return await ScriptedAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get && _schemas.TryGetValue(path, out var schema)) return Message(200, $"{{\"data\":{schema}}}", "application/json", null);
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var answered = await ScriptedAsync(request, cancellationToken);
        if (answered.IsSuccessStatusCode && request.Method != HttpMethod.Post) await RememberAsync(request.Method, path, sent, answered);
        return answered;
    }

    private async Task RememberAsync(HttpMethod method, string path, string sent, HttpResponseMessage answered)
    {
        if (method == HttpMethod.Get)
        {
            try
            {
                if (JsonNode.Parse(await answered.Content.ReadAsStringAsync())?["data"] is JsonObject schema) _schemas[path] = schema.ToJsonString(AsItIs);
            }
            catch (JsonException)
            {
                // Not every scripted answer is JSON.
            }

            return;
        }

        var written = JsonNode.Parse(sent) as JsonObject ?? [];
        var each = written["schemas"] is JsonArray items
            ? items.OfType<JsonObject>().Select(item => (Path: $"{path}/{Uri.EscapeDataString((string)item["id"]!)}", Item: item))
            : [(path, written["schedule"] as JsonObject ?? written)];
        foreach (var (where, item) in each)
        {
            if (!_schemas.TryGetValue(where, out var known)) continue;
            var schema = JsonNode.Parse(known)!.AsObject();
            foreach (var (name, value) in item) schema[name] = value?.DeepClone();
            _schemas[where] = schema.ToJsonString(AsItIs);
        }
    }

    private async Task<HttpResponseMessage> ScriptedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_paths.TryGetValue(request.RequestUri!.PathAndQuery, out var answer)) return answer();
        if (_script.TryDequeue(out var step)) return await step(request, cancellationToken);
        return _otherwise();
    }

    private static HttpResponseMessage Message(int status, string body, string mediaType, IDictionary<string, string>? headers) =>
        Message(status, Encoding.UTF8.GetBytes(body), mediaType, headers);

    private static HttpResponseMessage Message(int status, byte[] body, string mediaType, IDictionary<string, string>? headers)
    {
        var message = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new(mediaType);
        message.Headers.Add("X-Polytomic-Version", "2025-09-18");
        foreach (var header in headers ?? new Dictionary<string, string>())
        {
            if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value)) message.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }
}

/// <summary>A request as it was sent.</summary>
public sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The path and query, as on the wire.</summary>
    public string PathAndQuery => Address.PathAndQuery;

    /// <summary>Reads a request without consuming it.</summary>
    public static async Task<SentRequest> FromAsync(HttpRequestMessage request, CancellationToken cancel) => new(
        request.Method.Method,
        request.RequestUri!,
        request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
        request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel));
}
