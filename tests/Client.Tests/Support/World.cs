using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Sandbox;

namespace Client.Tests.Support;

/// <summary>A sandbox with random bulk syncs, and a client for it.</summary>
internal sealed class World : IDisposable
{
    private const string Organization = "a5de0575-7578-5fed-b873-180f3fbbc2b2";

    private readonly string _another = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Organization}:{SandboxOptions.PartnerKey}"));

    public World(bool updateIgnoresSchemas, Action<SandboxRequest>? before = null, Func<SandboxRequest, SandboxAnswer?>? instead = null, IReadOnlyDictionary<string, string[]>? tables = null)
    {
        Sandbox = new SandboxService(new SandboxOptions { WithoutSyncs = true, Tables = tables ?? Tables, UpdateIgnoresSchemas = updateIgnoresSchemas });
        var options = new PolytomicClientOptions { BaseUri = new Uri("https://sandbox.invalid/"), Handler = new Wire(Sandbox, before, instead), MaxRetry = 0, Clock = new TestSupport.TestClock() };
        Client = new PolytomicClient(options, PolytomicCredential.ApiKey(Api.Secure(SandboxOptions.ApiKey)));
    }

    public SandboxService Sandbox { get; }

    public PolytomicClient Client { get; }

    /// <summary>A source with fixed schemas, and a destination that supports both modes.</summary>
    public const string Source = "5f88ea52-5af3-57d3-bdf1-2f249dac4bdf";

    /// <inheritdoc cref="Source"/>
    public const string Destination = "df17031c-7e75-5a8c-84e0-086692c1ac52";

    /// <summary>The default schemas of the source with their fields.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Tables = new Dictionary<string, string[]>
    {
        ["t0/#%"] = ["f0 é", "f1 é", "f2 é", "f3 é"],
        ["t1/#%"] = ["f0 é", "f1 é", "f2 é", "f3 é"],
        ["t2/#%"] = ["f0 é", "f1 é", "f2 é", "f3 é"],
        ["t"] = ["f"],
    };

    /// <summary>Random settings for the creation of a bulk sync.</summary>
    public static Gen<JsonObject> Settings { get; } = Gen.Select(
        Generate.SomeText.Select(text => "s" + text),
        Gen.OneOf("replicate", "snapshot"),
        Gen.Bool,
        Generate.Object(1),
        Gen.OneOf("all", "none", "onlyIncremental"),
        Gen.Int[1, 99],
        Gen.Int[0, 59].Array[0, 2])
        .Select((name, mode, active, configuration, adds, limit, schedules) => new JsonObject
        {
            ["name"] = name,
            ["mode"] = mode,
            ["active"] = active,
            ["source_connection_id"] = Source,
            ["destination_connection_id"] = Destination,
            ["destination_configuration"] = With(configuration, new JsonObject { ["schema"] = "s" }),
            ["default_schedule"] = new JsonObject { ["frequency"] = "daily", ["hour"] = "4", ["minute"] = "5" },
            ["additional_schedules"] = new JsonArray([.. schedules.Select(minute => new JsonObject { ["frequency"] = "hourly", ["minute"] = Text(minute), ["resync_mode"] = "refetch", ["schemas"] = new JsonArray("t0/#%") })]),
            ["automatically_add_new_fields"] = adds,
            ["automatically_add_new_objects"] = adds,
            ["concurrency_limit"] = limit,
        });

    /// <summary>Random schemas with all settings, in the form of a change.</summary>
    public static Gen<JsonObject[]> Schemas { get; } = Gen.Select(Item(), Gen.Select(Item(), Gen.Bool).Array[0, 4], Generate.Json(1).Array[0, 2], Gen.Bool, Gen.Int[0, 9])
        .Select((schema, fields, filters, cutoff, number) => (Schema: schema, Fields: fields, Filters: filters, Cutoff: cutoff, Number: number))
        .Array[0, 3].Select(drafts => drafts.Select((draft, i) =>
        {
            var (id, schema) = ($"t{i}/#%", draft.Schema.DeepClone().AsObject());
            var names = Tables[id];
            schema["id"] = id;
            schema["fields"] = new JsonArray([.. draft.Fields.Select((field, i) => With(field.Item1, new JsonObject { ["id"] = names[i], ["obfuscated"] = field.Item2 }))]);
            schema["filters"] = new JsonArray([.. draft.Filters.Select(value => new JsonObject { ["field_id"] = names[0], ["function"] = "Equality", ["value"] = value?.DeepClone() })]);
            if (draft.Cutoff) schema["data_cutoff_timestamp"] = $"2024-01-0{draft.Number % 9 + 1}T00:00:00Z";
            if (draft.Number > 4) schema["partition_key"] = names[0];
            schema["disable_data_cutoff"] = draft.Number == 3;
            return schema;
        }).ToArray());

    /// <summary>Creates a bulk sync, and returns its id.</summary>
    public Guid Make(JsonObject settings, JsonObject[] schemas)
    {
        settings = settings.DeepClone().AsObject();
        settings["schemas"] = new JsonArray([.. schemas.Select(schema => new JsonObject { ["id"] = schema["id"]!.DeepClone(), ["fields"] = new JsonArray([.. schema["fields"]!.AsArray().Select(field => new JsonObject { ["id"] = field!["id"]!.DeepClone() })]) })]);
        var id = Guid.Parse((string)Ask("POST", "", settings)["data"]!["id"]!);
        Ask("PATCH", $"/{id}/schemas", new JsonObject { ["schemas"] = new JsonArray([.. schemas.Select(schema => schema.DeepClone())]) });
        return id;
    }

    /// <summary>A bulk sync in the sandbox.</summary>
    public JsonObject Sync(Guid id) => Ask("GET", $"/{id}")["data"]!.AsObject();

    /// <summary>The schemas of a bulk sync in the sandbox as text. Equal schemas have equal text.</summary>
    public string Selection(Guid id) => string.Join("\n", Ask("GET", $"/{id}/schemas")["data"]!.AsArray().Select(schema => Exact(Ask("GET", $"/{id}/schemas/{Uri.EscapeDataString((string)schema!["id"]!)}")["data"])));

    /// <summary>A schema in the sandbox.</summary>
    public JsonObject Schema(Guid id, string schema) => Ask("GET", $"/{id}/schemas/{Uri.EscapeDataString(schema)}")["data"]!.AsObject();

    /// <summary>Sends a request to the sandbox as somebody else.</summary>
    public JsonObject Ask(string method, string path, JsonObject? body = null)
    {
        var answer = Sandbox.Answer(new SandboxRequest(method, "/api/bulk/syncs" + path, "", name => name == "Authorization" ? _another : null, body is null ? [] : System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())));
        if (answer.Status != 200) throw new InvalidOperationException($"{method} {path}: {answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");
        return JsonNode.Parse(answer.Body)!.AsObject();
    }

    /// <summary>JSON with sorted properties and unchanged numbers.</summary>
    public static string Exact(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(",", json.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}:{Exact(property.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Exact)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    public void Dispose() => Client.Dispose();

    private static Gen<JsonObject> Item() => Gen.Select(Gen.Bool, Generate.Text).Select((enabled, name) => new JsonObject { ["enabled"] = enabled, ["user_output_name"] = name });

    private static JsonObject With(JsonObject some, JsonObject others)
    {
        var json = some.DeepClone().AsObject();
        foreach (var (name, value) in others) json[name] = value?.DeepClone();
        return json;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Wire(SandboxService sandbox, Action<SandboxRequest>? before, Func<SandboxRequest, SandboxAnswer?>? instead) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var asked = new SandboxRequest(request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, name => request.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null, body);
            before?.Invoke(asked);
            var answer = instead?.Invoke(asked) ?? sandbox.Answer(asked);
            return AnswerHandler.Json(answer.Status, answer.Body);
        }
    }
}
