using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using PolytomicBulk;
using PolytomicBulk.Http;
using PolytomicBulk.Sandbox;

namespace Client.Tests.Support;

/// <summary>A sandbox with random bulk syncs, and a client of it.</summary>
internal sealed class World : IDisposable
{
    private const string Organization = "a5de0575-7578-5fed-b873-180f3fbbc2b2";

    private readonly string _another = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Organization}:{SandboxOptions.PartnerKey}"));

    public World(bool updateIgnoresSchemas, Action<SandboxRequest>? before = null, Func<SandboxRequest, SandboxAnswer?>? instead = null)
    {
        Sandbox = new SandboxService(new SandboxOptions { WithoutSyncs = true, UpdateIgnoresSchemas = updateIgnoresSchemas });
        var options = new PolytomicClientOptions { BaseUri = new Uri("https://sandbox.invalid/"), Handler = new Wire(Sandbox, before, instead), MaxRetry = 0 };
        Client = new PolytomicClient(options, PolytomicCredential.ApiKey(Api.Secure(SandboxOptions.ApiKey)));
    }

    public SandboxService Sandbox { get; }

    public PolytomicClient Client { get; }

    /// <summary>Random settings of a sync, as creating one takes them.</summary>
    public static Gen<JsonObject> Settings { get; } = Gen.Select(
        Generate.SomeText.Select(text => "s" + text),
        Gen.OneOf("replicate", "snapshot"),
        Gen.Bool,
        Generate.Object(1),
        Gen.OneOf("all", "none", "onlyIncremental"),
        Gen.Int[1, 99],
        Unknown(),
        Gen.Select(Gen.Int[0, 59], Unknown()).Array[0, 2])
        .Select((name, mode, active, configuration, adds, limit, unknown, schedules) => With(unknown, new JsonObject
        {
            ["name"] = name,
            ["mode"] = mode,
            ["active"] = active,
            ["source_connection_id"] = "11111111-0000-4000-8000-000000000001",
            ["destination_connection_id"] = "11111111-0000-4000-8000-000000000002",
            ["destination_configuration"] = configuration,
            ["default_schedule"] = new JsonObject { ["frequency"] = "daily", ["hour"] = "4", ["minute"] = "5", ["x_after"] = new JsonArray(1, 2) },
            ["additional_schedules"] = new JsonArray([.. schedules.Select(schedule => With(schedule.Item2, new JsonObject { ["frequency"] = "hourly", ["minute"] = Text(schedule.Item1) }))]),
            ["automatically_add_new_fields"] = adds,
            ["automatically_add_new_objects"] = adds,
            ["concurrency_limit"] = limit,
        }));

    /// <summary>Random schemas with all their settings, as changing them takes them.</summary>
    public static Gen<JsonObject[]> Schemas { get; } = Gen.Select(Item(), Gen.Select(Item(), Gen.Bool).Array[0, 4], Gen.Select(Generate.Text, Generate.Json(1)).Array[0, 2], Gen.Bool, Gen.Int[0, 9])
        .Select((schema, fields, filters, cutoff, number) =>
        {
            schema["fields"] = new JsonArray([.. fields.Select((field, i) => With(field.Item1, new JsonObject { ["id"] = $"f{i} é", ["obfuscated"] = field.Item2 }))]);
            schema["filters"] = new JsonArray([.. filters.Select(filter => new JsonObject { ["field_id"] = filter.Item1, ["function"] = "Equality", ["value"] = filter.Item2 })]);
            if (cutoff) schema["data_cutoff_timestamp"] = $"2024-01-0{number % 9 + 1}T00:00:00Z";
            if (number > 4) schema["partition_key"] = "f0 é";
            schema["disable_data_cutoff"] = number == 3;
            return schema;
        })
        .Array[0, 3].Select(schemas => schemas.Select((schema, i) =>
        {
            schema["id"] = $"t{i}/#%";
            return schema;
        }).ToArray());

    /// <summary>Makes a sync, and returns its id.</summary>
    public Guid Make(JsonObject settings, JsonObject[] schemas)
    {
        settings = settings.DeepClone().AsObject();
        settings["schemas"] = new JsonArray([.. schemas.Select(schema => new JsonObject { ["id"] = schema["id"]!.DeepClone(), ["fields"] = new JsonArray([.. schema["fields"]!.AsArray().Select(field => new JsonObject { ["id"] = field!["id"]!.DeepClone() })]) })]);
        var id = Guid.Parse((string)Ask("POST", "", settings)["data"]!["id"]!);
        Ask("PATCH", $"/{id}/schemas", new JsonObject { ["schemas"] = new JsonArray([.. schemas.Select(schema => schema.DeepClone())]) });
        return id;
    }

    /// <summary>A sync as the sandbox has it.</summary>
    public JsonObject Sync(Guid id) => Ask("GET", $"/{id}")["data"]!.AsObject();

    /// <summary>A sync's schemas as the sandbox has them, in one text that is the same where they are.</summary>
    public string Selection(Guid id) => string.Join("\n", Ask("GET", $"/{id}/schemas")["data"]!.AsArray().Select(schema => Exact(Ask("GET", $"/{id}/schemas/{Uri.EscapeDataString((string)schema!["id"]!)}")["data"])));

    /// <summary>Asks the sandbox as somebody else.</summary>
    public JsonObject Ask(string method, string path, JsonObject? body = null)
    {
        var answer = Sandbox.Answer(new SandboxRequest(method, "/api/bulk/syncs" + path, "", name => name == "Authorization" ? _another : null, body is null ? [] : System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())));
        if (answer.Status != 200) throw new InvalidOperationException($"{method} {path}: {answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");
        return JsonNode.Parse(answer.Body)!.AsObject();
    }

    /// <summary>JSON with its properties in order, and every number as it was written.</summary>
    public static string Exact(JsonNode? node) => node switch
    {
        JsonObject json => "{" + string.Join(",", json.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}:{Exact(property.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Exact)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };

    public void Dispose() => Client.Dispose();

    private static Gen<JsonObject> Unknown() => Gen.Select(Gen.Int[0, 3], Generate.Json(2)).Array[0, 2].Select(properties =>
    {
        var json = new JsonObject();
        // The sandbox, as the service, does not keep what is nothing.
        foreach (var (number, value) in properties) if (value is not (null or JsonValue) || value?.ToString() is { Length: > 0 }) json[$"x_{number}"] = value;
        return json;
    });

    private static Gen<JsonObject> Item() => Gen.Select(Gen.Bool, Generate.Text, Unknown()).Select((enabled, name, unknown) =>
    {
        unknown["enabled"] = enabled;
        if (name.Length > 0) unknown["user_output_name"] = name;
        return unknown;
    });

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
