using System.Globalization;
using System.Text.Json.Nodes;
using PolytomicBulk.Updates;
using PolytomicBulk;

namespace Client.Tests.Support;

/// <summary>
/// A service with one bulk sync as plain JSON, which tests can read and write. It stores requests unchanged. For other behavior, use <see cref="Before"/>,
/// <see cref="After"/> and <see cref="Instead"/>.
/// </summary>
internal sealed class OneSync : IDisposable
{
    public static readonly Guid Id = Guid.Parse("248df4b7-aa70-47b8-a036-33ac447e668d");

    private const string Path = "/api/bulk/syncs/248df4b7-aa70-47b8-a036-33ac447e668d";

    private readonly AnswerHandler _handler;
    private DateTime _signed = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);
    private readonly Api _api;

    public OneSync(params string[] schemas)
    {
        Schemas = [.. schemas.Select(Parse)];
        _handler = new AnswerHandler(async (request, cancel) =>
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel);
            var what = $"{request.Method} {request.RequestUri!.PathAndQuery.Replace(Path, "", StringComparison.Ordinal)}";
            Requests.Add(what);
            var sent = body.Length > 0 ? Parse(body) : null;
            Before?.Invoke(what);
            var answer = Instead?.Invoke(what) ?? Answer(what, sent);
            After?.Invoke(what);
            return answer;
        });
        _api = new Api(_handler);
    }

    public PolytomicClient Client => _api.Client;

    public TestSupport.TestClock Clock => _api.Clock;

    public JsonObject Sync { get; } = Parse(
        """
        {"id":"248df4b7-aa70-47b8-a036-33ac447e668d","name":"A","mode":"replicate","source_connection_id":"11111111-0000-4000-8000-000000000001",
        "destination_connection_id":"11111111-0000-4000-8000-000000000002","destination_configuration":{"schema":"s"},"default_schedule":{"frequency":"manual"},
        "automatically_add_new_objects":"none","automatically_add_new_fields":"none",
        "updated_at":"2026-06-01T10:00:00Z","updated_by":{"id":"00000000-0000-4000-8000-000000000002","name":"me"}}
        """);

    public List<JsonObject> Schemas { get; }

    /// <summary>Each request's method and the end of its path with the query, in order.</summary>
    public List<string> Requests { get; } = [];

    public List<JsonObject> Puts { get; } = [];

    public List<JsonObject> Patches { get; } = [];

    public Action<string>? Before { get; set; }

    public Action<string>? After { get; set; }

    public Func<string, HttpResponseMessage?>? Instead { get; set; }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    public static HttpResponseMessage Status(int status) => AnswerHandler.Json(status, "{}");

    public JsonObject Schema(string id) => Schemas.Single(schema => (string?)schema["id"] == id);

    /// <summary>Marks the bulk sync as changed by a user, one second after the last change.</summary>
    public void Sign(string who)
    {
        _signed = _signed.AddSeconds(1);
        Sync["updated_at"] = _signed.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Sync["updated_by"] = new JsonObject { ["id"] = $"00000000-0000-4000-8000-{who.Length:000000000000}", ["name"] = who };
    }

    /// <summary>Reads the sync, renames it and writes it.</summary>
    public async Task<BulkSyncUpdate> RenameAsync(string name = "B", BulkSync? seen = null, CancellationToken cancel = default)
    {
        var edit = await Client.BulkSyncs.EditAsync(Id, cancel: cancel);
        edit.Apply(new JsonObject { ["name"] = name });
        return await Client.Updates.UpdateAsync(edit, seen, cancel: cancel);
    }

    public async Task<bool> IsUnfinishedAsync() => Client.Updates.IsOpen(await Client.Updates.EditAsync(Id));

    public void Dispose()
    {
        _api.Dispose();
        _handler.Dispose();
    }

    private HttpResponseMessage Answer(string what, JsonObject? sent)
    {
        switch (what)
        {
            case "GET ":
                return Data(Sync);
            case "PUT ":
                Puts.Add(sent!);
                foreach (var (name, value) in sent!) if (name != "schemas") Sync[name] = value?.DeepClone();
                Sign("me");
                return Data(Sync);
            case "GET /schemas":
                return Data(new JsonArray([.. Schemas.Select(schema => new JsonObject { ["id"] = schema["id"]!.DeepClone() })]));
            case "PATCH /schemas":
                Patches.Add(sent!);
                foreach (var patch in sent!["schemas"]!.AsArray().OfType<JsonObject>())
                {
                    foreach (var (name, value) in patch) Schema((string)patch["id"]!)[name] = value?.DeepClone();
                }

                return Data(sent["schemas"]!);
            default:
                var asked = Schemas.Find(schema => what == $"GET /schemas/{(string?)schema["id"]}");
                return asked is null ? Status(404) : Data(asked);
        }
    }

    private static HttpResponseMessage Data(JsonNode data) => AnswerHandler.Json(200, new JsonObject { ["data"] = data.DeepClone() }.ToJsonString());
}
