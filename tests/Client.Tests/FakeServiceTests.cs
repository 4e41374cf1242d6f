using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Client.Tests.Support;
using PolytomicBulk;
using PolytomicBulk.Operations;
using PolytomicBulk.Waiting;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>The fake service follows the contract, and each of its switches works as described.</summary>
public sealed class FakeServiceTests : IDisposable
{
    private const string Orders = "public.orders";
    private const string Full = """
        {"name":"Renamed","mode":"snapshot","destination_configuration":{"schema":"raw"},"default_schedule":{"frequency":"manual"},
         "schemas":[{"id":"public.orders","fields":[{"id":"id"},{"id":"email","obfuscate":true}]}]}
        """;

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly HttpClient _http;
    private readonly string _id;
    private readonly string _path;

    public FakeServiceTests()
    {
        _fake = new FakeService(_clock);
        _http = new HttpClient(_fake) { BaseAddress = new Uri("https://polytomic.example") };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "key");
        _id = _fake.AddSync("Orders");
        _path = $"/api/bulk/syncs/{_id}";
        _fake.SchemaEdit(_id, Orders, """
            {"user_output_name":"sales","filters":[{"field_id":"amount","function":"GreaterThan","value":"0030"}],
             "fields":[{"id":"email","obfuscated":true},{"id":"amount","enabled":false}]}
            """)();
        _fake.SchemaEdit(_id, "public.audit", """{"enabled":false}""")();
    }

    public void Dispose()
    {
        _http.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task The_client_creates_changes_and_deletes_a_sync()
    {
        using var contract = new HttpMessageInvoker(new ContractHandler(_fake));
        using var storage = new HttpMessageInvoker(_fake);
        using var handler = new AnswerHandler((request, cancel) =>
            (request.RequestUri!.Host == FakeService.StorageHost ? storage : contract).SendAsync(request, cancel));
        using var api = new Api(handler, clock: _clock);
        var client = api.Client;
        Assert.Equal("Acme", (await client.Identity.GetAsync()).OrganizationName);
        _fake.PageSize = 2;
        string[] others = [_fake.AddSync("Customers"), _fake.AddSync("Audit")];
        Assert.Equal(["Audit", "Customers", "Orders"], (await api.ListAsync()).Select(sync => sync.Name));
        Assert.Equal(2, _fake.Count("GET", "/api/bulk/syncs"));

        var id = Guid.Parse(_id);
        var edit = await client.BulkSyncs.EditAsync(id);
        edit.Apply(new JsonObject { ["name"] = "Sales" });
        foreach (var way in Enum.GetValues<PutWay>().Reverse())
        {
            _fake.Puts = way;
            // A session assumes that a service always behaves in the same way.
            using var session = new Api(handler, clock: _clock);
            await session.Client.Updates.UpdateAsync(edit);
            Assert.Equal("Sales", (await client.BulkSyncs.GetAsync(id)).Name);
            edit = await client.BulkSyncs.EditAsync(id);
            edit.Apply(new JsonObject { ["concurrency_limit"] = (int)way + 1 });
        }

        Assert.Equal(3, await CountAsync(client.Schemas.ListAsync(id)));
        var schema = await client.Schemas.EditAsync(id, Orders);
        schema.Apply(new JsonObject { ["user_output_name"] = "orders" });
        Assert.Equal("orders", Assert.Single((await client.Updates.PatchSchemasAsync(id, [schema])).Schemas).OutputName);
        await client.Schedules.CreateAsync(id, new JsonObject { ["frequency"] = "weekly", ["day_of_week"] = "monday", ["hour"] = "3", ["minute"] = "0" });
        Assert.Equal(2, (await client.Schedules.ListAsync(id)).Count);

        var run = await client.BulkSyncs.StartAsync(id);
        Assert.Equal(PolytomicFailure.Conflict, (await Assert.ThrowsAsync<PolytomicApiException>(() => client.BulkSyncs.StartAsync(id))).Failure);
        var watch = new ExecutionWatch(id, run.Id);
        await foreach (var _ in client.Waits.WatchAsync([watch])) Assert.NotNull(watch.Status);
        Assert.Equal("completed", watch.Execution!.Status);
        Assert.Equal(5, await CountAsync(client.Waits.ReadLogAsync(id, run.Id!.Value)));
        var saved = Path.GetTempFileName();
        await client.Logs.SaveAsync(await client.Waits.ExportLogsAsync(id, run.Id.Value), saved, overwrite: true);
        Assert.Equal(_fake.LogFile, await File.ReadAllTextAsync(saved));
        File.Delete(saved);
        await client.BulkSyncs.DeleteAsync(id);
        Assert.Equal(others.Length, _fake.Syncs.Count);
        Assert.DoesNotContain(_fake.Requests, request => request.Host == FakeService.StorageHost && request.Headers.ContainsKey("Authorization"));

        static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
        {
            var count = 0;
            await foreach (var _ in items) count++;
            return count;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_answer_matches_the_contract(bool isOdd)
    {
        (_fake.EmptyListsAreNull, _fake.ShufflesLists, _fake.HasNineDigits, _fake.MovesUpdatedAt, _fake.MasksSyncs) = (isOdd, isOdd, isOdd, isOdd, isOdd);
        (_fake.UnreadyIs400, _fake.KeepsLeftOut, _fake.ExportsAtOnce) = (isOdd, isOdd, isOdd);
        var made = await DataAsync("POST", $"{_path}/schedules", """{"schedule":{"frequency":"hourly","minute":"5"}}""");
        Assert.Equal(_id, (string?)made["syncId"]);
        var schedule = $"{_path}/schedules/{(string)_fake.Sync(_id)["additional_schedules"]![0]!["id"]!}";
        var run = $"{_path}/executions/{(string)(await DataAsync("POST", $"{_path}/executions", "{}"))["id"]!}";
        string[] gets =
        [
            "/api/me", "/api/bulk/syncs", _path, $"{_path}/schemas", $"{_path}/schemas/{Orders}", $"{_path}/schedules", schedule,
            $"{_path}/executions", run, $"{_path}/status", "/api/bulk/syncs/status?all=true", $"{run}/consolelog",
            $"{run}/schemas/{Orders}/consolelog", $"{run}/logs", "/api/connections", $"/api/connections/{_fake.SourceId}",
            $"/api/connections/{_fake.SourceId}/bulksync/source", $"/api/connections/{_fake.DestinationId}/bulksync/target",
            $"/api/connections/{_fake.SourceId}/schemas/status", $"/api/connections/{_fake.SourceId}/schemas/{Orders}",
            "/api/permissions/policies", $"/api/permissions/policies/{_fake.PolicyId}",
        ];
        for (var step = 0; step < 7; step++)
        {
            foreach (var get in gets) await OkAsync("GET", get);
            _clock.Advance(_fake.RunTime / 5);
        }

        var export = JsonNode.Parse(await OkAsync("POST", $"{run}/logs/export"))!;
        if (!isOdd) await OkAsync("GET", $"/api/jobs/exportlogs/{export["job"]!["job_id"]}");
        await OkAsync("PUT", schedule, """{"schedule":{"frequency":"weekly","dayOfWeek":"monday","hour":"3","minute":"0"}}""");
        await OkAsync("DELETE", schedule);
        await OkAsync("PATCH", $"{_path}/schemas", """{"schemas":[{"id":"public.orders","enabled":false}]}""");
        await OkAsync("PUT", $"{_path}/schemas/{Orders}", """{"enabled":true}""");
        await OkAsync("POST", $"{_path}/executions", """{"test":true}""");
        foreach (var cancel in new[] { $"{_path}/schemas/{Orders}/cancel", $"{_path}/cancel", $"{run}/cancel" }) await OkAsync("POST", cancel);
        await OkAsync("GET", $"{_path}/status");
        await OkAsync("POST", $"{_path}/activate", """{"active":false}""");
        await OkAsync("PUT", _path, Body());
        await OkAsync("POST", "/api/bulk/syncs", Body());
        await OkAsync("POST", $"/api/connections/{_fake.SourceId}/schemas/refresh");
        await OkAsync("POST", "/api/connections", """{"name":"New","type":"mysql","configuration":{"password":"p"}}""");
        await OkAsync("DELETE", _path);
        foreach (var get in gets.Where(get => get.StartsWith(_path, StringComparison.Ordinal))) await RefusedAsync(404, "GET", get);
        await RefusedAsync(400, "POST", "/api/bulk/syncs", """{"name":"x"}""");
        await RefusedAsync(400, "POST", "/api/bulk/syncs", Body("""{"active":"yes"}"""));
        await RefusedAsync(400, "GET", "/api/bulk/syncs?page_token=x");
    }

    [Theory]
    [InlineData(PutWay.KeepsSchemas, "sales", "email:obfuscated id", 1, false)]
    [InlineData(PutWay.ReplacesSchemas, "", "email:obfuscated id", 0, false)]
    [InlineData(PutWay.ResetsAll, "", "amount email id", 0, true)]
    public async Task A_put_treats_schemas_in_one_of_three_ways(PutWay way, string output, string fields, int filters, bool isAuditOn)
    {
        _fake.Puts = way;
        await OkAsync("PUT", _path, Body());
        var schema = _fake.Schema(_id, Orders);
        Assert.Equal((output, fields, filters), ((string)schema["user_output_name"]!, FieldsOf(schema), schema["filters"]!.AsArray().Count));
        Assert.Equal(isAuditOn, (bool)_fake.Schema(_id, "public.audit")["enabled"]!);
    }

    [Fact]
    public async Task Schemas_that_a_put_omits_are_selected_again_or_kept()
    {
        _fake.SyncEdit(_id, """{"concurrency_limit":5,"retention_days":30}""")();
        (_fake.KeepsLeftOut, _fake.Puts) = (true, PutWay.ReplacesSchemas);
        await OkAsync("PUT", _path, Body("""{"schemas":null,"retention_days":31}"""));
        var sync = _fake.Sync(_id);
        Assert.Equal((5, 31, true), ((int)sync["concurrency_limit"]!, (int)sync["retention_days"]!, (bool)sync["active"]!));
        Assert.True((bool)_fake.Schema(_id, "public.audit")["enabled"]!);
        (_fake.KeepsLeftOut, _fake.KeepsUnknown, _fake.Unlisted) = (false, false, Unlisted.On);
        await OkAsync("PUT", _path, Body("""{"retention_days":31}"""));
        sync = _fake.Sync(_id);
        Assert.Equal((null, null, false), ((int?)sync["concurrency_limit"], (int?)sync["retention_days"], (bool)sync["active"]!));
        Assert.Equal("amount email:obfuscated id", FieldsOf(_fake.Schema(_id, Orders)));
    }

    [Theory]
    [InlineData(PatchWay.Applies, "new", "email:obfuscated")]
    [InlineData(PatchWay.ChangesNothing, "sales", "email:obfuscated id")]
    [InlineData(PatchWay.EnablesEveryField, "new", "amount email:obfuscated id")]
    public async Task A_patch_can_apply_the_change_nothing_or_too_much(PatchWay way, string output, string fields)
    {
        _fake.Patches = way;
        await OkAsync("PATCH", $"{_path}/schemas", """
            {"schemas":[{"id":"public.orders","user_output_name":"new","fields":[{"id":"email","obfuscated":true}]}]}
            """);
        var schema = _fake.Schema(_id, Orders);
        Assert.Equal((output, fields, 1), ((string)schema["user_output_name"]!, FieldsOf(schema), schema["filters"]!.AsArray().Count));
    }

    private static string FieldsOf(JsonObject schema) => string.Join(' ',
        from field in schema["fields"]!.AsArray()
        where (bool)field!["enabled"]!
        orderby (string)field["id"]!
        select (string)field["id"]! + ((bool)field["obfuscated"]! ? ":obfuscated" : ""));

    private string Body(string json = "{}")
    {
        var body = JsonNode.Parse(Full)!.AsObject();
        (body["source_connection_id"], body["destination_connection_id"]) = (_fake.SourceId, _fake.DestinationId);
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
        {
            if (value is null) body.Remove(name);
            else body[name] = value.DeepClone();
        }

        return body.ToJsonString();
    }

    private async Task<JsonNode> DataAsync(string method, string path, string? body = null) => JsonNode.Parse(await OkAsync(method, path, body))!["data"]!;

    /// <summary>Sends a request, and compares the answer with the contract.</summary>
    private async Task<string> OkAsync(string method, string path, string? body = null)
    {
        using var request = Request(method, path, body);
        var operation = ContractOperation.Of(await SentRequest.FromAsync(request, default));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == operation.Status, $"{method} {path}: {answer.StatusCode} {text}");
        var isKnown = !text.Contains("retention_days", StringComparison.Ordinal);
        if (operation.Answer is { } schema) Assert.Null(isKnown ? Contract.Fault(schema, text) : Contract.FaultOfKnown(schema, text));
        return text;
    }

    private async Task RefusedAsync(int status, string method, string path, string? body = null)
    {
        using var answer = await _http.SendAsync(Request(method, path, body));
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Null(Contract.Fault("ApiError", await answer.Content.ReadAsStringAsync()));
    }

    private HttpRequestMessage Request(string method, string path, string? body) =>
        new(new HttpMethod(method), new Uri(_http.BaseAddress!, path))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
}
