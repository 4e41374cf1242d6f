using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TestSupport;
using TestSupport.Fake;
using Xunit;

namespace Client.Tests;

/// <summary>What the fake service does to single requests, and what changes over time.</summary>
public sealed class FakeRuleTests : IDisposable
{
    private const string Orders = "public.orders";
    private static readonly string[] Moving = ["health", "updated_at", "row_estimate"];

    private readonly TestClock _clock = new();
    private readonly FakeService _fake;
    private readonly HttpClient _http;
    private readonly string _id;
    private readonly string _path;

    public FakeRuleTests()
    {
        _fake = new FakeService(_clock);
        _http = new HttpClient(_fake) { BaseAddress = new Uri("https://polytomic.example") };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "key");
        _id = _fake.AddSync("Orders");
        _path = $"/api/bulk/syncs/{_id}";
    }

    public void Dispose()
    {
        _http.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task A_list_changes_if_another_user_saves_a_sync_between_two_pages()
    {
        string[] ids = [_id, _fake.AddSync("B"), _fake.AddSync("C")];
        _fake.PageSize = 2;
        _fake.On("GET", "/api/bulk/syncs?**page_token=**").First(_fake.Touch(_id));
        var first = await JsonAsync("GET", "/api/bulk/syncs");
        var second = await JsonAsync("GET", $"/api/bulk/syncs?page_token={first["pagination"]!["next_page_token"]}");
        Assert.Equal([ids[2], ids[1]], first["data"]!.AsArray().Select(sync => (string)sync!["id"]!));
        Assert.Equal([ids[1]], second["data"]!.AsArray().Select(sync => (string)sync!["id"]!));
        Assert.Null(second["pagination"]!["next_page_token"]);
        Assert.Equal("Ben", (string?)_fake.Sync(_id)["updated_by"]!["name"]);
    }

    [Fact]
    public async Task Reads_of_each_kind_are_outdated_for_a_number_or_a_time()
    {
        _fake.Lag(ResourceKind.Syncs, reads: 2);
        _fake.Lag(ResourceKind.Schemas, TimeSpan.FromSeconds(30));
        await RenameAsync("New");
        await JsonAsync("PATCH", $"{_path}/schemas", """{"schemas":[{"id":"public.orders","user_output_name":"new"}]}""");
        Assert.Equal(["New", "New", "New"], [await NameAsync(), await NameAsync(), await NameAsync()]);
        Assert.Equal("", await OutputAsync());
        await RenameAsync("Newer");
        Assert.Equal(["New", "New", "Newer"], [await NameAsync(), await NameAsync(), await NameAsync()]);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("new", await OutputAsync());

        async Task<string?> OutputAsync() => (string?)(await JsonAsync("GET", $"{_path}/schemas/{Orders}"))["data"]!["user_output_name"];
    }

    [Fact]
    public async Task A_request_with_a_lost_answer_is_processed()
    {
        _fake.On("PUT", "/api/bulk/syncs/*").Lose();
        await Assert.ThrowsAsync<HttpRequestException>(() => RenameAsync("Lost"));
        Assert.Equal("Lost", (string?)_fake.Sync(_id)["name"]);
        _fake.On("PUT", "/api/bulk/syncs/*").Lose504();
        Assert.Equal(504, await RenameAsync("Lost again"));
        Assert.Equal("Lost again", (string?)_fake.Sync(_id)["name"]);
        Assert.Equal([null, 504], _fake.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task A_late_write_is_processed_after_a_time_or_a_number_of_requests()
    {
        _fake.On("PUT", "**").Late(TimeSpan.FromSeconds(20));
        Assert.Equal(504, await RenameAsync("Late"));
        Assert.Equal("Orders", await NameAsync());
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("Late", await NameAsync());
        _fake.On("PUT", "**").Late(2);
        Assert.Equal(504, await RenameAsync("Later"));
        Assert.Equal(["Late", "Later"], [await NameAsync(), await NameAsync()]);
        _fake.On("DELETE", "**").Late(TimeSpan.FromDays(1));
        Assert.Equal(504, await StatusAsync("DELETE", _path));
        _fake.Settle();
        Assert.Empty(_fake.Syncs);
    }

    [Fact]
    public async Task Another_editor_can_change_objects_before_or_after_a_request()
    {
        _fake.On("GET", $"{_path}/schemas/**", skip: 1).Then(_fake.SchemaEdit(_id, Orders, """{"fields":[{"id":"email","enabled":false}]}""", touches: false));
        var before = _fake.Sync(_id);
        foreach (var isEnabled in new[] { true, true, false })
        {
            Assert.Equal(isEnabled, (bool)(await JsonAsync("GET", $"{_path}/schemas/{Orders}"))["data"]!["fields"]![2]!["enabled"]!);
        }

        Assert.True(JsonNode.DeepEquals(before, _fake.Sync(_id)));
        _fake.On("GET", _path).First(_fake.SyncEdit(_id, """{"name":"Theirs","destination_configuration":{"schema":"x"}}"""));
        Assert.Equal("Theirs", await NameAsync());
        Assert.Equal(FakeService.Other.Id, (string?)_fake.Sync(_id)["updated_by"]!["id"]);
        _fake.On("GET", _path).First(_fake.SyncRemoval(_id));
        Assert.Equal(404, await StatusAsync("GET", _path));
    }

    [Fact]
    public async Task Properties_and_items_are_left_out_of_one_answer_or_of_all()
    {
        var path = $"{_path}/schemas/{Orders}";
        _fake.On("GET", $"{_path}/schemas").Without(Orders);
        Assert.Equal((2, 3), (await CountAsync(), await CountAsync()));
        _fake.On("GET", "**", times: 2).LeaveOut(["obfuscated"]).LeaveOut(["filters"], ofId: "public.audit");
        Assert.Equal(["True", "False"], [await HasAsync("filters", path), await HasAsync("filters", $"{_path}/schemas/public.audit")]);
        Assert.Equal("True", await HasAsync("obfuscated", path));
        _fake.OmitsOf[Orders] = ["filters"];
        _fake.Omits.Add("tracking_field");
        Assert.Equal(["False", "True"], [await HasAsync("filters", path), await HasAsync("filters", $"{_path}/schemas/public.audit")]);
        Assert.Equal("False", await HasAsync("tracking_field", $"{_path}/schemas"));

        async Task<int> CountAsync() => (await JsonAsync("GET", $"{_path}/schemas"))["data"]!.AsArray().Count;
        async Task<string> HasAsync(string name, string at) => (await JsonAsync("GET", at)).ToJsonString().Contains(name, StringComparison.Ordinal).ToString();
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(200, """{"message":"maintenance"}""")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"data":null}""")]
    public async Task A_processed_request_can_have_another_answer(int status, string body)
    {
        _fake.On("PUT", _path).Answer(status, body);
        using var answer = await SendAsync("PUT", _path, Named("Done"));
        Assert.Equal((status, body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("Done", (string?)_fake.Sync(_id)["name"]);
    }

    [Fact]
    public async Task A_request_can_be_refused_or_answered_with_another_object()
    {
        var old = _fake.StartRun(_id);
        _clock.Advance(_fake.RunTime);
        _fake.On("POST", $"{_path}/executions").AnswerOf($"{_path}/executions/{old}");
        Assert.Equal(old, (string?)(await JsonAsync("POST", $"{_path}/executions", "{}"))["data"]!["id"]);
        Assert.Equal(2, (await JsonAsync("GET", $"{_path}/executions"))["data"]!.AsArray().Count);
        _fake.On("PUT", "**").TooMany(7);
        using var answer = await SendAsync("PUT", _path, Named("No"));
        Assert.Equal((429, 7), ((int)answer.StatusCode, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        _fake.On("PUT|PATCH", "**").Instead(503);
        Assert.Equal(503, await RenameAsync("No"));
        Assert.Equal("Orders", (string?)_fake.Sync(_id)["name"]);
        Assert.Equal(401, (int)(await new HttpMessageInvoker(_fake).SendAsync(new(HttpMethod.Get, "https://polytomic.example/api/me"), default)).StatusCode);
    }

    [Fact]
    public async Task A_repeated_idempotency_key_is_a_conflict_and_then_gets_the_first_answer()
    {
        var go = new TaskCompletionSource();
        _fake.On("POST", "**").Hold(go.Task);
        _fake.ConflictsInFlight = 1;
        var first = StartAsync();
        Assert.Equal(409, (await StartAsync()).Status);
        go.SetResult();
        var (status, id) = await first;
        Assert.Equal((200, 409, 200), (status, (await StartAsync()).Status, (await StartAsync()).Status));
        Assert.Equal(id, (await StartAsync()).Id);
        Assert.Single((await JsonAsync("GET", $"{_path}/executions"))["data"]!.AsArray());

        async Task<(int Status, string? Id)> StartAsync()
        {
            using var request = Request("POST", $"{_path}/executions", "{}");
            request.Headers.Add("Idempotency-Key", "key-12345");
            using var answer = await _http.SendAsync(request);
            return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]?["id"]);
        }
    }

    [Theory]
    [InlineData(false, 422, "cache refresh in progress")]
    [InlineData(true, 400, "did not provide any schemas")]
    public async Task A_new_connection_has_no_schemas_for_a_while(bool is400, int status, string message)
    {
        (_fake.CacheTime, _fake.UnreadyIs400) = (TimeSpan.FromSeconds(30), is400);
        var made = (await JsonAsync("POST", "/api/connections", """{"name":"New","type":"mysql","configuration":{"host":"h","password":"p"}}"""))["data"]!;
        Assert.Equal(("h", _fake.Mask), ((string?)made["configuration"]!["host"], (string?)made["configuration"]!["password"]));
        var body = JsonNode.Parse(Named("New"))!;
        body["source_connection_id"] = (string?)made["id"];
        using (var answer = await SendAsync("POST", "/api/bulk/syncs", body.ToJsonString()))
        {
            Assert.Equal((status, message), ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]));
        }

        foreach (var state in new[] { "refreshing", "ready" })
        {
            Assert.Equal(state, (string?)(await JsonAsync("GET", $"/api/connections/{made["id"]}/schemas/status"))["data"]!["cache_status"]);
            _clock.Advance(_fake.CacheTime);
        }

        Assert.Equal(200, await StatusAsync("POST", "/api/bulk/syncs", body.ToJsonString()));
    }

    [Fact]
    public async Task Values_are_stored_in_other_forms()
    {
        _fake.Normalizes = Normalizing.Trims | Normalizing.Lowers | Normalizing.Numbers | Normalizing.DropsNulls | Normalizing.AddsDefaults;
        await RenameAsync(" Trimmed ", """
            {"destination_configuration":{"schema":"RAW","retries":"0030","gone":null},"default_schedule":{"frequency":"daily","hour":"05"}}
            """);
        var sync = _fake.Sync(_id);
        Assert.Equal("""{"schema":"raw","retries":30,"create_schema":true}""", sync["destination_configuration"]!.ToJsonString());
        Assert.Equal(("Trimmed", "5"), ((string?)sync["name"], (string?)sync["default_schedule"]!["hour"]));
    }

    [Fact]
    public async Task Computed_values_change_without_a_write()
    {
        (_fake.ComputesValues, _fake.MovesUpdatedAt) = (true, true);
        foreach (var path in new[] { _path, $"{_path}/schemas/{Orders}" })
        {
            var (one, two) = (await JsonAsync("GET", path), await JsonAsync("GET", path));
            foreach (var name in Moving.Where(name => one["data"]![name] is not null))
            {
                Assert.False(JsonNode.DeepEquals(one["data"]![name], two["data"]![name]), name);
            }
        }

        Assert.NotNull((await JsonAsync("GET", $"{_path}/schemas/{Orders}"))["data"]!["row_estimate"]);
    }

    [Fact]
    public async Task Lists_are_shuffled_and_secrets_are_masked()
    {
        var ids = Enumerable.Range(1, 20).Select(number => $"t{number:00}").ToList();
        _fake.SetTables(_fake.SourceId, $"[{string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","name":"{{id}}","fields":[]}"""))}]");
        var path = $"/api/bulk/syncs/{_fake.AddSync("Wide", """{"destination_configuration":{"schema":"raw","password":"hunter2"}}""")}";
        (_fake.ShufflesLists, _fake.MasksSyncs, _fake.Mask) = (true, true, "••••");
        var (one, two) = (await IdsAsync(), await IdsAsync());
        Assert.NotEqual(one, two);
        Assert.Equal(ids, one.Order());
        Assert.Equal("••••", (string?)(await JsonAsync("GET", path))["data"]!["destination_configuration"]!["password"]);

        async Task<List<string>> IdsAsync() => [.. (await JsonAsync("GET", $"{path}/schemas"))["data"]!.AsArray().Select(schema => (string)schema!["id"]!)];
    }

    [Fact]
    public async Task A_schedule_keeps_or_loses_settings_that_its_endpoints_do_not_have()
    {
        await RenameAsync("Orders", """{"additional_schedules":[{"frequency":"hourly","minute":"5","resync_mode":"resync","schemas":["public.orders"]}]}""");
        _fake.SchedulesHaveIds = true;
        var id = (string?)(await JsonAsync("GET", $"{_path}/schedules"))["data"]![1]!["id"];
        foreach (var keeps in new[] { true, false })
        {
            _fake.KeepsRestOfSchedule = keeps;
            var schedule = (await JsonAsync("PUT", $"{_path}/schedules/{id}", """{"schedule":{"frequency":"hourly","minute":"6"}}"""))["data"]!;
            var stored = _fake.Sync(_id)["additional_schedules"]![0]!;
            Assert.Equal(("6", keeps, keeps), ((string?)schedule["minute"], schedule["syncMode"] is not null, stored["schemas"] is not null));
        }
    }

    private async Task<string?> NameAsync() => (string?)(await JsonAsync("GET", _path))["data"]!["name"];

    private Task<int> RenameAsync(string name, string json = "{}") => StatusAsync("PUT", _path, Named(name, json));

    private string Named(string name, string json = "{}")
    {
        var body = JsonNode.Parse("""{"mode":"snapshot","destination_configuration":{"schema":"raw"},"default_schedule":{"frequency":"manual"}}""")!.AsObject();
        (body["name"], body["source_connection_id"], body["destination_connection_id"]) = (name, _fake.SourceId, _fake.DestinationId);
        foreach (var (property, value) in JsonNode.Parse(json)!.AsObject()) body[property] = value?.DeepClone();
        return body.ToJsonString();
    }

    private async Task<int> StatusAsync(string method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        return (int)answer.StatusCode;
    }

    private async Task<JsonNode> JsonAsync(string method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null) => _http.SendAsync(Request(method, path, body));

    private HttpRequestMessage Request(string method, string path, string? body) =>
        new(new HttpMethod(method), new Uri(_http.BaseAddress!, path))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
}
